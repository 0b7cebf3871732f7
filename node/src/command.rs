//! Doing what the command line says.

use std::sync::OnceLock;

use futures::FutureExt;
use icn_primitives::OpaqueBlock as Block;
use polkadot_sdk::{
    sc_cli::{self, CliConfiguration, Error, Result, Signals, SubstrateCli},
    sc_consensus_grandpa,
    sc_service::{ChainSpec, PartialComponents},
};

use crate::{
    chain_spec,
    cli::{Cli, Subcommand},
    node::{Node, Options},
    pool, service, shards,
};

/// The program's version, which the SDK asks the type for.
static VERSION: OnceLock<&'static str> = OnceLock::new();

impl SubstrateCli for Cli {
    fn impl_name() -> String {
        "ICN Node".into()
    }

    fn impl_version() -> String {
        VERSION.get().copied().unwrap_or(env!("CARGO_PKG_VERSION")).into()
    }

    fn description() -> String {
        env!("CARGO_PKG_DESCRIPTION").into()
    }

    fn author() -> String {
        "the ICN developers".into()
    }

    fn support_url() -> String {
        "see docs/ beside the sources".into()
    }

    fn copyright_start_year() -> i32 {
        2025
    }

    fn load_spec(&self, id: &str) -> std::result::Result<Box<dyn ChainSpec>, String> {
        Ok(Box::new(chain_spec::load(id, self.runtime)?))
    }
}

/// Reads the command line and does what it says, as the program with this version and commit, which
/// has this runtime for new chains, or none.
pub fn run(version: &'static str, runtime: Option<&'static [u8]>) -> Result<()> {
    VERSION.get_or_init(|| version);
    let cli = Cli { runtime, ..Cli::from_args() };
    match &cli.subcommand {
        None => run_node(&cli),
        Some(Subcommand::Key(command)) => command.run(&cli),
        Some(Subcommand::Federation(command)) => {
            command.run(runtime).map_err(|error| Error::Application(format!("{error:#}").into()))
        }
        Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
        Some(Subcommand::BuildSpec(command)) => cli
            .create_runner(command)?
            .sync_run(|config| command.run(config.chain_spec, config.network)),
        Some(Subcommand::CheckBlock(command)) => cli.create_runner(command)?.async_run(|config| {
            let PartialComponents { client, task_manager, import_queue, .. } =
                service::parts(&config)?;
            Ok((command.run(client, import_queue), task_manager))
        }),
        Some(Subcommand::ExportBlocks(command)) => {
            cli.create_runner(command)?.async_run(|config| {
                let PartialComponents { client, task_manager, .. } = service::parts(&config)?;
                Ok((command.run(client, config.database), task_manager))
            })
        }
        Some(Subcommand::ExportState(command)) => cli.create_runner(command)?.async_run(|config| {
            let PartialComponents { client, task_manager, .. } = service::parts(&config)?;
            Ok((command.run(client, config.chain_spec), task_manager))
        }),
        Some(Subcommand::ImportBlocks(command)) => {
            cli.create_runner(command)?.async_run(|config| {
                let PartialComponents { client, task_manager, import_queue, .. } =
                    service::parts(&config)?;
                Ok((command.run(client, import_queue), task_manager))
            })
        }
        Some(Subcommand::PurgeChain(command)) => {
            cli.create_runner(command)?.sync_run(|config| command.run(config.database))
        }
        Some(Subcommand::Revert(command)) => cli.create_runner(command)?.async_run(|config| {
            let PartialComponents { client, task_manager, backend, .. } = service::parts(&config)?;
            let revert_grandpa = Box::new(|client, _, blocks| {
                sc_consensus_grandpa::revert(client, blocks)?;
                Ok(())
            });
            Ok((command.run(client, backend, Some(revert_grandpa)), task_manager))
        }),
        Some(Subcommand::ChainInfo(command)) => {
            cli.create_runner(command)?.sync_run(|config| command.run::<Block>(&config))
        }
    }
}

/// Runs a node until it is told to stop, or one of its chains fails.
fn run_node(cli: &Cli) -> Result<()> {
    if cli.run.chain_id(cli.run.is_dev()?)?.is_empty() {
        return Err(Error::Input(
            "no chain named: give --chain <directory of specifications>, --chain <one \
             specification>, or --dev"
                .into(),
        ));
    }
    // Before anything is made or read: the SDK would ask for the validator's keys first.
    service::check_role(cli.run.role(cli.run.is_dev()?)?, cli.gateway)?;
    service::check_backend(cli.run.network_params.network_backend.into())?;
    let pool = pool::options(&cli.run.pool_config)?;
    let chains = shards::chains(cli).map_err(Error::Input)?;

    let tokio = sc_cli::build_runtime()?;
    let signals = tokio.block_on(async { Signals::capture() })?;
    // Logging and limits are the process's, the same whatever the chain.
    cli.run.init(&Cli::support_url(), &Cli::impl_version(), |_| {})?;
    let mut configurations = Vec::new();
    for (shard, run) in chains {
        let configuration = cli.create_configuration(&run, tokio.handle().clone())?;
        configurations.push((shard, configuration));
    }
    if let Some((_, first)) = configurations.first() {
        sc_cli::print_node_infos::<Cli>(first);
    }
    let options = Options {
        gateway: cli.gateway,
        relay: !cli.no_relay,
        hub_rpc: cli.hub_rpc.clone(),
        blobs: cli.blobs.clone(),
        pool,
        compiled: cli.compiled.clone(),
    };
    let mut node = tokio.block_on(async { Node::start(configurations, &options) })?;
    let ended = tokio.block_on(signals.try_until_signal(node.failure().fuse()));
    node.stop(tokio);
    match ended {
        // Asked to stop.
        Err(()) => Ok(()),
        Ok(failed) => Err(Error::Application(
            format!(
                "the shard {} (number {}) failed: an essential task of it ended, as the log says",
                failed.name, failed.number
            )
            .into(),
        )),
    }
}
