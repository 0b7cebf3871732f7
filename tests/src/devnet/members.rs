//! The file that says who is enrolled in the development network.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::people::Person;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../chain-specs/devnet-members.toml");

/// One member to be enrolled.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// What people call them.
    pub name: String,
    /// Domain of the home cooperative.
    pub cooperative: String,
    /// Skill tags.
    #[serde(default)]
    pub skills: Vec<String>,
    /// Roles in the home cooperative, besides member.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Domains of further cooperatives.
    #[serde(default)]
    pub also: Vec<String>,
}

impl Member {
    /// The person with the key that the name makes.
    pub fn person(&self) -> Result<Person> {
        Person::from_uri(&format!("//devnet//{}", self.name))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    member: Vec<Member>,
}

/// All members of the file, in its order.
pub fn read() -> Result<Vec<Member>> {
    let text = std::fs::read_to_string(FILE).context(FILE)?;
    let members: Members = toml::from_str(&text).context(FILE)?;
    Ok(members.member)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_member_has_a_key_of_their_own() -> Result<()> {
        let members = read()?;
        let dids: HashSet<_> = members
            .iter()
            .map(|member| member.person().map(|person| person.did()))
            .collect::<Result<_>>()?;
        assert!(!members.is_empty() && dids.len() == members.len());
        Ok(())
    }
}
