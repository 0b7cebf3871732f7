//! Doing what the command line says.

use icn_primitives::{Hash, OpaqueBlock as Block};
use polkadot_sdk::{
    sc_cli::{CliConfiguration, Error, Result, SubstrateCli},
    sc_consensus_grandpa,
    sc_network::{config::NetworkBackendType, Litep2pNetworkBackend, NetworkWorker},
    sc_service::{ChainSpec, PartialComponents},
};

use crate::{
    chain_spec,
    cli::{Cli, Subcommand},
    service::{self, ChainOptions},
};

impl SubstrateCli for Cli {
    fn impl_name() -> String {
        "ICN Node".into()
    }

    fn impl_version() -> String {
        env!("SUBSTRATE_CLI_IMPL_VERSION").into()
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
        Ok(Box::new(chain_spec::load(id)?))
    }
}

/// Reads the command line and does what it says.
pub fn run() -> Result<()> {
    let cli = Cli::from_args();
    match &cli.subcommand {
        None => run_node(&cli),
        Some(Subcommand::Key(command)) => command.run(&cli),
        Some(Subcommand::Federation(command)) => {
            command.run().map_err(|error| Error::Application(format!("{error:#}").into()))
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

/// Runs a node until it is told to stop.
fn run_node(cli: &Cli) -> Result<()> {
    let options = ChainOptions { gateway: cli.gateway };
    if cli.run.chain_id(cli.run.is_dev()?)?.is_empty() {
        return Err(Error::Input(
            "no chain named: give --chain <spec file>, or --dev, or --chain local".into(),
        ));
    }
    // Before anything is made or read: the SDK would ask for the validator's keys first.
    service::check_role(cli.run.role(cli.run.is_dev()?)?, options)?;
    cli.create_runner(&cli.run)?.run_node_until_exit(|config| async move {
        match config.network.network_backend {
            NetworkBackendType::Libp2p => {
                service::start_chain::<NetworkWorker<Block, Hash>>(config, options)
            }
            NetworkBackendType::Litep2p => {
                service::start_chain::<Litep2pNetworkBackend>(config, options)
            }
        }
        .map_err(Error::Service)
    })
}
