//! What every command works with.

use std::{cell::OnceCell, env, path::PathBuf};

use crate::{
    args::Options,
    chain::Chain,
    failure::{Failure, Result},
    keys::Secret,
    keystore::Keystore,
    password,
};

/// The options, and what they lead to.
pub struct Context {
    /// What was asked for.
    pub options: Options,
    /// Kept, so that a password is asked for once.
    signer: OnceCell<Secret>,
}

impl Context {
    /// The context for `options`.
    pub fn new(options: Options) -> Self {
        Self { options, signer: OnceCell::new() }
    }

    /// A connection to the node.
    pub async fn chain(&self) -> Result<Chain> {
        Chain::connect(&self.options.url, self.options.at).await
    }

    /// The keystore.
    pub fn keystore(&self) -> Result<Keystore> {
        if let Some(directory) = &self.options.keys {
            return Ok(Keystore::new(directory));
        }
        let config = env::var_os("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".config")));
        config.map(|config| Keystore::new(config.join("icn/keys"))).ok_or_else(|| {
            Failure::usage("there is no home directory: name one for keys with --keys or ICN_KEYS")
        })
    }

    /// The secret URI that `--seed` or `--key-file` gives.
    pub fn given_secret(&self) -> Result<Option<zeroize::Zeroizing<String>>> {
        if let Some(seed) = &self.options.seed {
            return Ok(Some(zeroize::Zeroizing::new(seed.clone())));
        }
        self.options.key_file.as_deref().map(password::first_line).transpose()
    }

    /// The key that signs: of `--seed`, of `--key-file`, `--key` of the keystore, or the only key
    /// there.
    pub fn signer(&self) -> Result<&Secret> {
        if let Some(signer) = self.signer.get() {
            return Ok(signer);
        }
        let signer = match self.given_secret()? {
            Some(uri) => Secret::from_uri(self.options.kind, &uri)?,
            None => match &self.options.key {
                Some(name) => self.stored(name)?,
                None => self.stored(&self.only_key()?)?,
            },
        };
        Ok(self.signer.get_or_init(|| signer))
    }

    /// The key `name` of the keystore.
    pub fn stored(&self, name: &str) -> Result<Secret> {
        let stored = self.keystore()?.get(name)?;
        let password = password::existing(self.options.password_file.as_deref(), name)?;
        Secret::from_uri(stored.kind, &stored.open(&password)?)
    }

    fn only_key(&self) -> Result<String> {
        let mut keys = self.keystore()?.list()?;
        match (keys.pop(), keys.len()) {
            (Some(key), 0) => Ok(key.name),
            (None, _) => Err(Failure::usage(
                "there is no key to sign with: make one with \"icn key new\", or name one with --key, --key-file or --seed",
            )),
            (Some(_), _) => Err(Failure::usage(
                "there are several keys: say with --key which one signs (\"icn key list\" shows them)",
            )),
        }
    }

    /// Says on stderr how far it is, for people who wait.
    pub fn progress(&self, line: &str) {
        if !self.options.json {
            eprintln!("{line}");
        }
    }
}
