//! The options that every command knows, and the commands.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::{
    chain::At,
    commands::{
        completions, coop, credential, did, exchange, explain, federation, governance, key, ledger,
        market, member, poll, proposal, propose, quota, reference, reputation, resource, seat,
        shard, status, storage, text, upgrade, vote,
    },
    keys::KeyKind,
    submission::Wait,
};

/// The members' and stewards' command line of the ICN chain.
///
/// Exit codes: 0 done; 1 the chain refused it, or what was asked for doesn't exist; 2 wrongly used;
/// 3 no node answers.
#[derive(Parser, Debug)]
#[command(name = "icn", version, max_term_width = 100)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub options: Options,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Options of every command")]
pub struct Options {
    /// The node's address (WebSocket).
    #[arg(
        long,
        global = true,
        env = "ICN_URL",
        hide_env_values = true,
        default_value = "ws://127.0.0.1:9944"
    )]
    pub url: String,
    /// Answer with one line of JSON on stdout, for programs.
    #[arg(long, global = true)]
    pub json: bool,
    /// The block that is read: "best", "finalized" or a hash.
    #[arg(long, global = true, value_name = "BLOCK", default_value = "best")]
    pub at: At,
    /// The key in the keystore that signs; if there is but one, it needn't be named.
    #[arg(long, global = true, value_name = "NAME", env = "ICN_KEY", hide_env_values = true)]
    pub key: Option<String>,
    /// A file whose first line is the secret URI that signs, as "icn-node federation init" writes
    /// them.
    #[arg(long, global = true, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// The secret URI that signs: a mnemonic, 0x and a seed, or //Name. Others on this machine can
    /// see it while the command runs: for development only.
    #[arg(long, global = true, value_name = "URI")]
    pub seed: Option<String>,
    /// The kind of key that --seed or --key-file gives.
    #[arg(long, global = true, value_enum, default_value_t)]
    pub kind: KeyKind,
    /// The directory of keys; ~/.config/icn/keys if nothing is said.
    #[arg(long, global = true, value_name = "DIRECTORY", env = "ICN_KEYS", hide_env_values = true)]
    pub keys: Option<PathBuf>,
    /// A file whose first line is the keys' password; ICN_PASSWORD may hold the password itself.
    /// Without either it is asked for.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "ICN_PASSWORD_FILE",
        hide_env_values = true
    )]
    pub password_file: Option<PathBuf>,
    /// What to wait for after a transaction was sent.
    #[arg(long, global = true, value_enum, default_value_t)]
    pub wait: Wait,
    /// Wait for nothing after a transaction was sent.
    #[arg(long, global = true)]
    pub no_wait: bool,
    /// The longest that a transaction is waited for, in seconds.
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 120)]
    pub timeout: u64,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Keys on this machine, in encrypted files.
    #[command(subcommand)]
    Key(key::Command),
    /// DIDs: documents, keys, services, recovery.
    #[command(subcommand)]
    Did(did::Command),
    /// Cooperatives.
    #[command(subcommand)]
    Coop(coop::Command),
    /// Memberships: consent, enrolment, roles.
    #[command(subcommand)]
    Member(member::Command),
    /// Anchors of verifiable credentials.
    #[command(subcommand)]
    Credential(credential::Command),
    /// Validator seats and their nodes.
    #[command(subcommand)]
    Seat(seat::Command),
    /// The shards of the federation.
    #[command(subcommand)]
    Shard(shard::Command),
    /// Decisions of the federation, by the authority of a development chain.
    #[command(subcommand)]
    Federation(federation::Command),
    /// Propose something to your cooperative, to several jointly, or to the federation. The chain
    /// carries it out by itself once it was approved.
    Propose(Box<propose::Command>),
    /// Proposals.
    #[command(subcommand)]
    Proposal(proposal::Command),
    /// Vote on a proposal, or change your vote. Whoever delegated to you is counted with it.
    Vote(vote::Command),
    /// Vote against a proposal, with a reason, where a cooperative decides by consent.
    Object(vote::Objection),
    /// Let another member vote for you.
    Delegate(vote::Delegation),
    /// Polls: questions that bind nobody.
    #[command(subcommand)]
    Poll(poll::Command),
    /// The texts that bodies have adopted: bylaws and constitutions.
    #[command(subcommand)]
    Text(text::Command),
    /// How bodies decide.
    #[command(subcommand)]
    Governance(governance::Command),
    /// Money: currencies, payments, holds and accounts.
    #[command(subcommand)]
    Ledger(ledger::Command),
    /// The marketplace: what members offer and want, and their orders. At a node of a marketplace
    /// shard.
    #[command(subcommand)]
    Market(market::Command),
    /// What cooperatives exchange: resources, investment, labour, mutual aid. At a node of a
    /// marketplace shard.
    #[command(subcommand)]
    Exchange(exchange::Command),
    /// Shared resources and their bookings. At a node of a marketplace shard.
    #[command(subcommand)]
    Resource(resource::Command),
    /// Anchors of files, and who keeps them. At a node of a storage shard.
    #[command(subcommand)]
    Storage(storage::Command),
    /// What people and organisations are known for.
    #[command(subcommand)]
    Reputation(reputation::Command),
    /// Upgrades of the runtime.
    #[command(subcommand)]
    Upgrade(upgrade::Command),
    /// What an account may still send.
    Quota(quota::Command),
    /// The chain and the node.
    Status(status::Command),
    /// What the number of a refusal ("Custom error: N") means.
    Explain(explain::Command),
    /// A script that completes commands in a shell.
    Completions(completions::Command),
    /// The reference of all commands, in Markdown.
    #[command(hide = true)]
    Reference(reference::Command),
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn options_stand_before_or_after_the_command() {
        for arguments in
            [["icn", "--url", "ws://a:1", "status"], ["icn", "status", "--url", "ws://a:1"]]
        {
            assert_eq!(Cli::parse_from(arguments).options.url, "ws://a:1");
        }
    }

    /// What a line gives in which `ADA`, `KEY` and `HASH` stand for a DID, a key and a hash.
    fn parsed(arguments: &str) -> Result<Cli, clap::Error> {
        let ada = "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
        let key = "z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc";
        let hash = format!("0x{}", "ab".repeat(32));
        let words = arguments.split(' ').map(|word| match word {
            "ADA" => ada,
            "KEY" => key,
            "HASH" => &hash,
            word => word,
        });
        Cli::try_parse_from(std::iter::once("icn").chain(words))
    }

    #[test]
    fn wrong_arguments_are_told_apart() {
        for arguments in [
            "icn did show did:web:food.coop",
            "icn member enroll x",
            "icn credential show 0x12",
            "icn status --at yesterday",
            "icn --wait forever status",
            "icn explain 300",
            "icn federation list-node 0 nobody",
            "icn member skills 0 Baking",
            "icn market rate 7 6",
            "icn market create offer Loaves --price 3.00 --category bread",
            "icn market search --min-price 3",
            "icn resource book 7 --from 2026-11-24T08:00Z",
            "icn resource book 7 --from tomorrow --for 2h",
            "icn resource book 7 --from 2026-11-24T08:00Z --for 2h --shares 0=60%",
            "icn exchange propose --between 0,2 --pay coop:0 coop:2 12.50 --terms HASH",
            "icn storage replicas 7 0",
            "icn storage provider register --capacity 1TiB",
        ] {
            let failure = parsed(arguments).unwrap_err();
            assert_eq!(failure.exit_code(), 2, "{arguments}");
        }
    }

    #[test]
    fn commands_are_written_like_this() {
        for arguments in [
            "key new ada --kind ed25519",
            "did show",
            "did show ADA --at finalized",
            "did add-key --new-key phone",
            "did add-key --public KEY --for key-agreement",
            "did add-key --did ADA --expected-version 3 --proof proof.json --for authentication",
            "did rotate-key --new-key ada2",
            "did set-relationships KEY authentication assertion-method",
            "did put-service mail Mail mailto:info@food.coop",
            "did set-controller",
            "did deactivate --yes-end ADA",
            "did guardians set ADA ADA --threshold 2",
            "did recover start ADA --proof proof.json",
            "did recover approve ADA",
            "did recover cancel",
            "coop show food.coop",
            "coop members 0 --after ADA --limit 5",
            "coop put-forward --sponsor 0 --legal-name Food --domain a.coop --proof p --steward s --steward t --recovery-delay 7d",
            "member consent next --valid-for 30d",
            "member enroll 0 --consent - --skill baking --skill tax-law",
            "member grant 0 ADA steward",
            "member skills 0",
            "credential anchor HASH --subject ADA --schema HASH --expires-in 365d",
            "credential anchor --file c.json --subject ADA --schema HASH",
            "credential revoke HASH --reason HASH",
            "credential list",
            "seat set-operator 0 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
            "seat set-keys",
            "seat set-keys --session-keys 0x00 --ownership 0x01",
            "seat set-keys --from set-keys/food.example.json",
            "seat set-keys --also 1=ws://127.0.0.1:10044 --also 2=ws://127.0.0.1:10144",
            "shard list",
            "shard show 1",
            "federation admit 1 --no-wait",
            "federation set-rules 1 --recovery-stewards 2 --recovery-delay 3d",
            "federation list-node 0 12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp",
            "federation decide-on 1 Seats restore_seat {cooperative:1} --expires-at 9",
            "federation register-shard market2.json",
            "federation decide Seats restore_seat {cooperative:1}",
            "propose text --title Tea? --content HASH",
            "propose --title Tea? --joint 0,2 text",
            "propose adopt-text Bylaws bylaws.md --title Bylaws --decision constitution",
            "propose rules rules.toml --federation --title Rules",
            "propose rules --set voting=3d --set quorum=40% --title Rules --body own",
            "propose parameters --set bylaw=0.7 --title Rules",
            "propose pay --to ADA --amount 12.50 --currency 0:HOURS:2 --title Roof --act invoice-7 --reference roof.pdf",
            "propose pay --to federation --amount 12 --currency 0:HOURS --from coop:2 --body joint:0,2 --title Roof",
            "propose currency issue 0:HOURS:2 --default-limit 50 --title Hours",
            "propose currency limit 0:HOURS coop:0 default --title Hours",
            "propose settle ADA --currency 0:HOURS --title Left",
            "propose admit 3 --title Welcome",
            "propose decline 3 --title No",
            "propose suspend 3 --title S",
            "propose restore 3 --title R",
            "propose expel 3 --title E",
            "propose withdraw 3 --title W",
            "propose set-rules 3 --recovery-stewards 2 --recovery-delay 7d --title R",
            "propose set-profile 3 --legal-name Food --domain a.coop --title P",
            "propose grant-role 0 ADA steward --title G",
            "propose revoke-role 0 ADA treasurer --title G",
            "propose grant-federation-role ADA mediator --title G",
            "propose revoke-federation-role ADA auditor --title G",
            "propose suspend-member 0 ADA --title G",
            "propose restore-member 0 ADA --title G",
            "propose expel-member 0 ADA --title G",
            "propose list-node 0 12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp --title N",
            "propose suspend-seat 1 --title S",
            "propose restore-seat 1 --title S",
            "propose note-stalled --delay 5 --best-finalized 9 --on-shard 1 --expires-at 90 --title S",
            "propose seat-parameters --set session_length=20 --on-shard 1=ws://a:1 --title S",
            "propose quota-parameters quota.toml --title Q",
            "propose ledger-parameters --set max_keys=10 --title L",
            "propose reputation-parameters --set participation=0.2 --title R",
            "propose reputation-category voting --set maximum=none --title R",
            "propose register-shard market2.json --title R",
            "propose attestor ADA development innovation --title A",
            "propose attestor ADA --none --title A",
            "propose upgrade --code icn.wasm --shard 0 --shard 1 --title U",
            "propose upgrade --hash HASH --show-call",
            "propose evolution --artefact HASH --risk 0.2 --evidence HASH --title E",
            "propose marketplace-parameters --set timeouts.delivery=14d --on-shard 1=ws://a:1 --title M",
            "propose settlement-parameters --set max_waiting=9 --on-shard 1=ws://a:1 --title M",
            "propose exchange-parameters --set max_open=9 --on-shard 1=ws://a:1 --title M",
            "propose resource-parameters --set horizon=30d --on-shard 1=ws://a:1 --title M",
            "propose storage-parameters --set max_length=1GiB --on-shard 2=ws://a:1 --title M",
            "propose resolve-dispute 7 --to-seller 2.50 --joint 0,2 --on-shard 1=ws://a:1 --title D",
            "propose resolve-dispute 7 --to-seller 0 --federation --on-shard 1=ws://a:1 --title D",
            "propose decide-exchange 7 --on-shard 1=ws://a:1 --body own --title E",
            "propose decide-booking 7 --against --content-hash HASH --on-shard 1 --title B",
            "propose remove-anchor 7 --on-shard 2 --title R",
            "propose call 0x0000 --decision standard --title C",
            "proposal list --open --in 0",
            "proposal list --federation --from 3 --limit 5",
            "proposal show 4",
            "proposal ballots 4 --in 0 --after ADA",
            "proposal cosign 4",
            "proposal unsign 4",
            "proposal cancel 4",
            "proposal veto 4 --in 0",
            "proposal advance 4 --milliseconds 50",
            "proposal wait 4 --until voting --for 30s --wait inclusion",
            "vote 4 approve",
            "vote 4 abstain --in 2",
            "vote count-delegated 4 ADA --in 0",
            "object 4 --reason Why? --in 2",
            "delegate ADA --in 0 --decision budget --for 30d",
            "delegate --revoke --in 0",
            "delegate list ADA --in 0",
            "poll open Tea? --option Tea --option Coffee --for 2d --federation",
            "poll answer 0 1 --in 2",
            "poll list --from 2",
            "text list federation",
            "text show Bylaws 0 --version 2",
            "governance show federation",
            "ledger currency issue 0:HOURS:2 --default-limit 50",
            "ledger currency limit 0:HOURS ADA 12.50",
            "ledger currency default-limit 0:HOURS 5",
            "ledger currency wind-down 0:HOURS",
            "ledger currency reopen 0:HOURS",
            "ledger currency close 0:HOURS",
            "ledger currency show 0:HOURS",
            "ledger currency accounts 0:HOURS --after coop:0",
            "ledger currency list 0",
            "ledger pay --to ADA --amount 12.50 --currency 0:HOURS --act order-7 --reference HASH",
            "ledger hold --to coop:1 --amount 5 --currency 0:HOURS --for 2d",
            "ledger capture 3 --amount 2.50 --to ADA",
            "ledger release 3",
            "ledger holds coop:0 --after 2",
            "ledger account",
            "ledger account federation --currency 0:HOURS",
            "ledger settle ADA --currency 0:HOURS",
            "ledger act order-7 --by coop:0",
            "market list",
            "market list coop:0 --after owner:12",
            "market search fresh bread --only offer --category bread --currency 0:HOURS:2 --max-price 3.50",
            "market search --owner ADA --available sold-out --in 0 --in 2 --limit 5",
            "market show 3 --in 0",
            "market create offer Loaves --price 3.00 --currency 0:HOURS --category bread --quantity 10 --expires 30d --visible cooperative --act a",
            "market create want Flour --price 1 --currency 0:HOURS:2 --category bread --on-behalf-of 0",
            "market update 3 --price 3.50 --expires 2026-12-24T18:00Z",
            "market withdraw 3",
            "market order 3 --quantity 2 --in 0 --act week-7",
            "market consent 7",
            "market accept 7",
            "market deliver 7",
            "market complete 7",
            "market cancel 7",
            "market dispute 7 --reasons HASH",
            "market rate 7 5 --comment HASH",
            "market status 7",
            "market orders --before 9",
            "market disputes --after 3",
            "market rating coop:0",
            "market rules",
            "exchange propose --between 0,2 --pay coop:0 coop:2 12.50 0:HOURS --terms HASH --deadline 60d",
            "exchange propose --between 0 --about investment --terms HASH",
            "exchange show 7",
            "exchange list --open aid",
            "exchange list --cooperative 0 --after 3",
            "exchange list --person ADA",
            "exchange withdraw 7",
            "exchange labour 0 --time 8h --terms HASH",
            "exchange confirm-labour 7 --decline",
            "exchange request-aid --cooperative 0 --terms HASH",
            "exchange offer-aid 7 --terms HASH",
            "exchange end-offer 7",
            "exchange confirm-aid 7 ADA",
            "exchange rules",
            "resource list 0",
            "resource search --type vehicle --place de/berlin --free-from 2026-11-24T08:00Z --free-until 2026-11-24T10:00Z",
            "resource show 7",
            "resource register vehicle Van --place de/berlin --access 0,2 --price 5.00 --currency 0:HOURS --open always",
            "resource update 7 --free-of-charge",
            "resource close-times 7 2026-12-24T00:00Z/2026-12-27T00:00Z",
            "resource close-times 7",
            "resource retire 7",
            "resource free 7 --from 2026-11-24T08:00Z --for 2h",
            "resource book 7 --from 2026-11-24T08:00Z --until 2026-11-24T10:00Z --shares 0=60%,1=40%",
            "resource cancel 3",
            "resource bookings",
            "resource bookings 3",
            "resource bookings --resource 7 --from 2026-11-24T08:00Z",
            "resource bookings --paid-by 0",
            "resource rules",
            "storage anchor film.mkv --retain 365d --replicas 3 --media-type video/x-matroska",
            "storage put film.mkv --retention 365d --replicas 2 --on-behalf-of 0",
            "storage put film.mkv --no-anchor",
            "storage get HASH --out film.mkv",
            "storage show 7",
            "storage list ADA",
            "storage list --wanting --after 3",
            "storage extend 7 --retain 2030-01-01T00:00Z",
            "storage replicas 7 5",
            "storage remove 7",
            "storage providers",
            "storage provider register --capacity 1TiB --node-key-name node",
            "storage provider capacity 2TiB --cooperative 0",
            "storage provider key --node-key-file key",
            "storage provider close",
            "storage commit 7 --provider 0",
            "storage withdraw 3",
            "storage commitments 0",
            "storage hash film.mkv",
            "storage rules",
            "reputation show ADA",
            "reputation ranking budget-management --after ADA",
            "reputation history ADA --category voting --days 60",
            "reputation statistics",
            "reputation attest ADA development -2.5 --evidence HASH",
            "reputation attestors",
            "reputation categories",
            "upgrade apply --code icn.wasm --also 1=ws://127.0.0.1:10044",
            "upgrade show --code icn.wasm",
            "quota ADA",
            "completions fish",
            "reference",
        ] {
            if let Err(why) = parsed(arguments) {
                panic!("{arguments}: {why}");
            }
        }
    }

    #[test]
    fn no_command_takes_the_name_of_an_option_of_all() {
        fn walk(command: &clap::Command, global: &[clap::Id]) {
            for argument in command.get_arguments() {
                let name = argument.get_id();
                assert!(!global.contains(name), "{} takes {name}", command.get_name());
            }
            command.get_subcommands().for_each(|command| walk(command, global));
        }
        let root = Cli::command();
        let global: Vec<clap::Id> = root
            .get_arguments()
            .filter(|argument| argument.is_global_set())
            .map(|argument| argument.get_id().clone())
            .collect();
        root.get_subcommands().for_each(|command| walk(command, &global));
    }

    #[test]
    fn every_command_says_what_it_is() {
        fn walk(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                let told = argument.get_help().is_some() || argument.is_hide_set();
                assert!(told, "{} {}", command.get_name(), argument.get_id());
            }
            command.get_subcommands().for_each(walk);
        }
        walk(&Cli::command());
    }
}
