//! What the node can be told on the command line.

use polkadot_sdk::sc_cli;
use sc_cli::RunCmd;

use crate::{blobs::options::BlobOptions, executor::CompiledRuntimes, federation::FederationCmd};

/// Most transactions in the pool: a burst of 50,000 and as many again. The SDK's 8,192 would drop
/// four of five of them.
const POOL_LIMIT: &str = "100000";
/// Most kilobytes of transactions in the pool: 100,000 of 2.5 kB, with their proofs.
const POOL_KBYTES: &str = "262144";
/// The one that this node has, which isn't the SDK's usual one
/// (docs/decisions/0004-one-pool-of-one-state.md).
const POOL_TYPE: &str = "single-state";
/// For how many seconds a refused transaction is not looked at again: two blocks. What a member may
/// not send now may be sent when the quota has refilled; the SDK would ban it for half an hour.
const TX_BAN_SECONDS: &str = "6";
/// Blocks of forks are kept too: a pool that hears late that a block is none of the chain's takes
/// the block's transactions back, and the SDK would have deleted them once another one is final.
const BLOCKS_PRUNING: &str = "archive";
/// The state is read into memory when the node starts: the weights of reads count on that.
const WARM_UP: &str = "non-blocking";

/// The ICN chain's node.
#[derive(Debug, clap::Parser)]
#[command(
    mut_arg("pool_limit", |arg| arg.default_value(POOL_LIMIT)),
    mut_arg("pool_kbytes", |arg| arg.default_value(POOL_KBYTES)),
    mut_arg("pool_type", |arg| arg.default_value(POOL_TYPE).hide(true)),
    mut_arg("pool_best_blocks_only", |arg| arg.hide(true)),
    mut_arg("blocks_pruning", |arg| arg.default_value(BLOCKS_PRUNING)),
    mut_arg("network_backend", |arg| arg.hide(true)),
    mut_arg("tx_ban_seconds", |arg| arg.default_value(TX_BAN_SECONDS)),
    mut_arg("warm_up_trie_cache", |arg| arg.default_value(WARM_UP))
)]
pub struct Cli {
    /// What else to do than run a node.
    #[command(subcommand)]
    pub subcommand: Option<Subcommand>,

    /// How to run the node.
    #[command(flatten)]
    pub run: RunCmd,

    /// Also serve peers that the chain doesn't list: light clients, explorers, full nodes.
    ///
    /// They may ask for blocks, state and proofs, follow announcements and finality, and hand in
    /// transactions. Neither blocks nor votes are taken from them. A gateway's own node key has to
    /// be listed like any other; it can't be a validator at the same time.
    #[arg(long)]
    pub gateway: bool,

    /// Which shards to run, by name; all whose specifications are there, if not given.
    ///
    /// For this, `--chain` names the directory `chain` that `federation init` made. Each shard has a
    /// database and a keystore of its own, in a directory with its name where `--keystore-path` is
    /// given. The ports of shard number N are 100 * N above those that stand on the command line,
    /// in `--bootnodes` and `--reserved-nodes` as well.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub shards: Vec<String>,

    /// Another port for other nodes than the usual one of this shard; may be given several times.
    #[arg(long, value_name = "SHARD=PORT", value_parser = shard_port)]
    pub shard_port: Vec<(String, u16)>,

    /// Another JSON-RPC port than the usual one of this shard; may be given several times.
    #[arg(long, value_name = "SHARD=PORT", value_parser = shard_port)]
    pub shard_rpc_port: Vec<(String, u16)>,

    /// Where the federation shard's JSON-RPC is, if this process doesn't run that shard.
    ///
    /// Messages between the shards are carried through it.
    #[arg(long, value_name = "WS URL", value_parser = websocket, conflicts_with = "no_relay")]
    pub hub_rpc: Option<String>,

    /// Carry no messages between shards: leave it to other nodes.
    #[arg(long)]
    pub no_relay: bool,

    /// How to keep the bytes of anchored files.
    #[command(flatten)]
    pub blobs: BlobOptions,

    /// Where compiled runtimes are kept.
    #[command(flatten)]
    pub compiled: CompiledRuntimes,

    /// The WASM that new chains begin with, if the program has one.
    #[arg(skip)]
    pub runtime: Option<&'static [u8]>,
}

fn shard_port(text: &str) -> Result<(String, u16), String> {
    let (shard, port) = text.split_once('=').ok_or("write it as in marketplace=30433")?;
    match port.parse() {
        Ok(0) | Err(_) => Err(format!("{port:?} is no port: 1 to 65535")),
        Ok(port) => Ok((shard.into(), port)),
    }
}

/// The address of a WebSocket.
pub fn websocket(text: &str) -> Result<String, String> {
    match ["ws://", "wss://"].iter().any(|start| text.starts_with(start)) {
        true => Ok(text.into()),
        false => Err("it must begin with ws:// or wss://".into()),
    }
}

/// What else the node can do.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant)]
pub enum Subcommand {
    /// Make, show and store keys.
    #[command(subcommand)]
    Key(sc_cli::KeySubcommand),

    /// Make a new federation's genesis, check one, or add a shard.
    Federation(FederationCmd),

    /// Write the chain's specification to a file.
    ExportChainSpec(sc_cli::ExportChainSpecCmd),

    /// Write the chain's specification, with this node as its boot node.
    BuildSpec(sc_cli::BuildSpecCmd),

    /// Execute a stored block again.
    CheckBlock(sc_cli::CheckBlockCmd),

    /// Write blocks to a file.
    ExportBlocks(sc_cli::ExportBlocksCmd),

    /// Write a block's state as a chain specification.
    ExportState(sc_cli::ExportStateCmd),

    /// Read blocks from a file.
    ImportBlocks(sc_cli::ImportBlocksCmd),

    /// Delete this chain's database.
    PurgeChain(sc_cli::PurgeChainCmd),

    /// Go back some blocks that are not final.
    Revert(sc_cli::RevertCmd),

    /// Show what the database holds.
    ChainInfo(sc_cli::ChainInfoCmd),
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn blocks_of_forks_are_kept_unless_it_is_told_otherwise() {
        let pruning = |args: &[&str]| {
            let cli = Cli::parse_from([&["icn-node"], args].concat());
            format!("{:?}", cli.run.import_params.pruning_params.blocks_pruning)
        };
        assert_eq!(pruning(&[]), "Archive");
        assert_eq!(pruning(&["--blocks-pruning", "1000"]), "Custom(1000)");
    }

    #[test]
    fn shards_and_their_ports_are_told_apart() {
        let parse = |args: &[&str]| Cli::try_parse_from([&["icn-node"], args].concat());
        let cli = parse(&["--shards", "federation,storage", "--shards", "marketplace"]).unwrap();
        assert_eq!(cli.shards, ["federation", "storage", "marketplace"]);
        let cli = parse(&["--shard-port", "a=1", "--shard-port", "b=65535"]).unwrap();
        assert_eq!(cli.shard_port, [("a".into(), 1), ("b".into(), 65_535)]);
        for wrong in ["a", "a=", "a=0", "a=65536"] {
            assert!(parse(&["--shard-rpc-port", wrong]).is_err(), "{wrong}");
        }
        assert!(parse(&["--hub-rpc", "http://127.0.0.1:9944"]).is_err());
        assert!(parse(&["--hub-rpc", "ws://127.0.0.1:9944", "--no-relay"]).is_err());
    }

    #[test]
    fn the_state_is_read_into_memory_at_the_start() {
        let cli = Cli::parse_from(["icn-node"]);
        assert!(cli.run.import_params.warm_up_trie_cache.is_some());
    }
}
