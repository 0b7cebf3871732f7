//! Keys on this machine.

use clap::Subcommand;
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    context::Context,
    failure::Result,
    keys::Secret,
    keystore::StoredKey,
    password,
    report::{fields, table, Report},
};

/// Keys on this machine.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Make a key; its words are shown once, for you to write down.
    New {
        /// What you call it.
        name: String,
    },
    /// Put a key that exists into the keystore, from --key-file, --seed or a prompt.
    Import {
        /// What you call it.
        name: String,
    },
    /// List the keys.
    List,
    /// Show a key's DID and account.
    Show {
        /// Its name.
        name: String,
    },
    /// Show a key's secret URI.
    Export {
        /// Its name.
        name: String,
    },
}

/// Runs `command`.
pub fn run(command: Command, context: &Context) -> Result<Report> {
    let keystore = context.keystore()?;
    let password_file = context.options.password_file.as_deref();
    match command {
        Command::New { name } => {
            let password = password::new(password_file, &name)?;
            let phrase = Secret::new_phrase();
            let key = keystore.put(&name, context.options.kind, &phrase, &password)?;
            let mut report = shown(&key);
            report.json["phrase"] = phrase.as_str().into();
            report.text += &format!(
                "\n\nThese words are the key. Write them down and keep them where nobody else reads them:\n\n    {}\n",
                phrase.as_str()
            );
            Ok(report)
        }
        Command::Import { name } => {
            let uri = match context.given_secret()? {
                Some(uri) => uri,
                None => password::ask("Words or seed of the key: ")?,
            };
            // What isn't a secret must fail before a password is asked for.
            Secret::from_uri(context.options.kind, &uri)?;
            let password = password::new(password_file, &name)?;
            Ok(shown(&keystore.put(&name, context.options.kind, &uri, &password)?))
        }
        Command::List => {
            let keys = keystore.list()?;
            let rows = keys.iter().map(|key| {
                vec![key.name.clone(), key.kind.to_string(), account(key), key.did.to_string()]
            });
            let text = if keys.is_empty() {
                format!("no keys in {}", keystore.directory().display())
            } else {
                table(&["name", "kind", "account", "did"], &rows.collect::<Vec<_>>())
            };
            Ok(Report::new(keys.iter().map(to_json).collect(), text))
        }
        Command::Show { name } => Ok(shown(&keystore.get(&name)?)),
        Command::Export { name } => {
            let key = keystore.get(&name)?;
            let uri: Zeroizing<String> = key.open(&password::existing(password_file, &name)?)?;
            let mut json = to_json(&key);
            json["uri"] = uri.as_str().into();
            Ok(Report::new(json, uri.as_str()))
        }
    }
}

fn account(key: &StoredKey) -> String {
    key.did.0.account().to_string()
}

fn to_json(key: &StoredKey) -> serde_json::Value {
    json!({ "name": key.name, "kind": key.kind, "account": account(key), "did": key.did })
}

fn shown(key: &StoredKey) -> Report {
    let text = fields(&[
        ("name", key.name.clone()),
        ("kind", key.kind.to_string()),
        ("account", account(key)),
        ("did", key.did.to_string()),
    ]);
    Report::new(to_json(key), text)
}
