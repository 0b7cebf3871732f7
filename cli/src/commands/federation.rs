//! Decisions of the federation, by the authority of a development chain.

use clap::Subcommand;
use subxt::{
    dynamic::Value,
    ext::scale_value::{self, Composite, ValueDef},
};

use super::{
    elsewhere::encoded_on_shard,
    federation_acts::{self, FederationAct},
};
use crate::{
    chain::Chain,
    context::Context,
    failure::{Failure, Result},
    report::Report,
    submission::{send, Call},
};

/// Decisions of the federation. They take effect as a whole or not at all.
#[derive(Subcommand, Debug)]
pub enum Command {
    #[command(flatten)]
    Act(FederationAct),
    /// A call to be carried out on another shard, with its arguments as a value in text. Its result
    /// comes back with the answer.
    DecideOn {
        /// The shard's number.
        shard: u32,
        /// The pallet.
        pallet: String,
        /// The call.
        call: String,
        /// Its arguments by name: { cooperative: 1 }.
        #[arg(default_value = "{}")]
        arguments: String,
        /// The last block of that shard in which it may be carried out.
        #[arg(long, value_name = "BLOCK")]
        expires_at: Option<u32>,
    },
    /// Any other call, with its arguments as a value in text: Admission set_parameters
    /// '{ parameters: { … } }'.
    Decide {
        /// The pallet.
        pallet: String,
        /// The call.
        call: String,
        /// Its arguments by name: { cooperative: 1 }.
        #[arg(default_value = "{}")]
        arguments: String,
    },
}

/// The call that `command` sends: a decision, carried out here or on another shard.
fn decision(command: Command, chain: &Chain) -> Result<Call> {
    let decided = match command {
        Command::Act(act) => federation_acts::call(act)?,
        Command::DecideOn { shard, pallet, call, arguments, expires_at } => {
            // All shards run the same runtime: the call is encoded as this one knows it.
            let encoded = chain.encode(Call::with(&pallet, &call, parsed(&arguments)?))?;
            return Ok(encoded_on_shard(shard, &encoded, expires_at));
        }
        Command::Decide { pallet, call, arguments } => {
            Call::with(&pallet, &call, parsed(&arguments)?)
        }
    };
    Ok(Call::new("Federation", "decide", vec![("call", decided.into_value())]))
}

/// Arguments in scale-value's text form.
fn parsed(text: &str) -> Result<Composite<()>> {
    let wrong = |why: String| {
        Failure::usage(format!("the arguments must be a value like {{ cooperative: 1 }}: {why}"))
    };
    let (value, rest) = scale_value::stringify::from_str(text);
    let value: Value = value.map_err(|why| wrong(why.to_string()))?;
    if !rest.trim().is_empty() {
        return Err(wrong(format!("there is more after it: {rest}")));
    }
    match value.value {
        ValueDef::Composite(composite) => Ok(composite),
        _ => Err(wrong("it is no object".into())),
    }
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    let decision = decision(command, &chain)?;
    send(context, &chain, decision).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_of_any_call_are_read_from_text() {
        let fields = parsed("{ parameters: { session_length: 5, on: true } }").unwrap();
        assert_eq!(fields.len(), 1);
        assert!(parsed("{}").unwrap().is_empty());
        for bad in ["", "5", "{ a: }", "{ a: 1 } x"] {
            assert!(parsed(bad).is_err(), "{bad}");
        }
    }
}
