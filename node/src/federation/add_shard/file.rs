//! The file of a new shard as a person writes it: TOML with the place of every value.
//!
//! Nothing here judges a value beyond its type; [`super::check`] does.

use toml::Spanned;

use crate::federation::{
    founders::{read_file, session, Number, SessionTable, Table, Text},
    problem::Problems,
};

/// The whole file.
#[derive(Debug, Default)]
pub struct ShardFile {
    /// `name`: in names of files and options.
    pub name: Text,
    /// `number`: which shard it will be.
    pub number: Number,
    /// `role`: what it is for.
    pub role: Text,
    /// `boot`: further addresses at which its network is found, beside the validators' own.
    pub boot: Vec<Spanned<String>>,
    /// `[[validator]]`: who begins it.
    pub validators: Vec<ValidatorTable>,
}

/// `[[validator]]`.
#[derive(Debug)]
pub struct ValidatorTable {
    /// Where its header stands.
    pub at: usize,
    /// The domain of the cooperative whose seat it is.
    pub cooperative: Text,
    /// The node's name in the network: one of those that the federation has listed.
    pub peer_id: Text,
    /// Where the other nodes reach it.
    pub address: Text,
    /// At which of its machine's addresses it listens.
    pub listen: Text,
    /// Port for other nodes.
    pub port: Number,
    /// Port for clients.
    pub rpc_port: Number,
    /// Port for metrics.
    pub prometheus_port: Number,
    /// Where it reaches the federation shard's JSON-RPC.
    pub hub_rpc: Text,
    /// `session = "make"`, or `[validator.session]`.
    pub session: Option<Session>,
}

/// The session keys of one validator for the new shard.
#[derive(Debug)]
pub enum Session {
    /// A word instead of keys.
    Word(Spanned<String>),
    /// Keys with their proofs.
    Keys(SessionTable),
}

impl ShardFile {
    /// Reads `text`. `None` if it isn't TOML at all.
    pub fn read(text: &str, problems: &Problems) -> Option<Self> {
        read_file(text, problems, |root| Self {
            name: root.needed_text("name"),
            number: root.needed_number("number"),
            role: root.needed_text("role"),
            boot: root.texts("boot").map(Spanned::into_inner).unwrap_or_default(),
            validators: root
                .tables("validator", "[[validator]]")
                .into_iter()
                .map(validator)
                .collect(),
        })
    }
}

fn validator(mut table: Table) -> ValidatorTable {
    let read = ValidatorTable {
        at: table.at,
        cooperative: table.needed_text("cooperative"),
        peer_id: table.text("peer_id"),
        address: table.needed_text("address"),
        listen: table.text("listen"),
        port: table.number("port"),
        rpc_port: table.number("rpc_port"),
        prometheus_port: table.number("prometheus_port"),
        hub_rpc: table.text("hub_rpc"),
        session: session_of(&mut table),
    };
    table.finish();
    read
}

fn session_of(validator: &mut Table) -> Option<Session> {
    let Some(value) = validator.value("session") else {
        validator.missing("session");
        return None;
    };
    if let Some(word) = value.get_ref().as_str() {
        return Some(Session::Word(Spanned::new(value.span(), word.to_owned())));
    }
    validator.table("session", "[validator.session]").map(session).map(Session::Keys)
}
