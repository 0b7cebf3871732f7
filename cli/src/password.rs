//! What opens the keystore: `ICN_PASSWORD`, a file, or a prompt.

use std::{env, fs, path::Path};

use zeroize::Zeroizing;

use crate::failure::{Failure, Result};

/// Holds the password itself.
pub const VARIABLE: &str = "ICN_PASSWORD";

/// The password for an existing key: of the environment, of `file`, or asked for.
pub fn existing(file: Option<&Path>, name: &str) -> Result<Zeroizing<String>> {
    match given(file)? {
        Some(password) => Ok(password),
        None => ask(&format!("Password of key {name}: ")),
    }
}

/// A password for a new file: asked for twice.
pub fn new(file: Option<&Path>, name: &str) -> Result<Zeroizing<String>> {
    let password = match given(file)? {
        Some(password) => password,
        None => {
            let password = ask(&format!("New password for key {name}: "))?;
            if password != ask("The same again: ")? {
                return Err(Failure::usage("the two passwords differ"));
            }
            password
        }
    };
    if password.is_empty() {
        return Err(Failure::usage("the password is empty"));
    }
    Ok(password)
}

/// A secret that is typed without being shown.
pub fn ask(prompt: &str) -> Result<Zeroizing<String>> {
    rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|_| {
        Failure::usage(format!(
            "there is nobody to ask ({}): set {VARIABLE} or ICN_PASSWORD_FILE",
            prompt.trim().trim_end_matches(':')
        ))
    })
}

fn given(file: Option<&Path>) -> Result<Option<Zeroizing<String>>> {
    if let Ok(password) = env::var(VARIABLE) {
        return Ok(Some(Zeroizing::new(password)));
    }
    file.map(first_line).transpose()
}

/// The first line of `file`.
pub fn first_line(file: &Path) -> Result<Zeroizing<String>> {
    let text = fs::read_to_string(file)
        .map_err(|why| Failure::usage(format!("{} can't be read: {why}", file.display())))?;
    let text = Zeroizing::new(text);
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().trim_end().to_string()))
}
