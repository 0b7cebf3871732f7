//! What cooperatives decide about something on the marketplace that needs their decision.

use anyhow::{Context, Result};

use super::{
    cast::{Cast, On},
    file::Agreed,
};
use crate::devnet::assembly::{Motion, REJECTED};

/// Something that is decided.
pub struct Deciding<'a> {
    /// What `icn propose` calls it.
    pub command: &'a str,
    /// Its number.
    pub number: &'a str,
    /// How it is shown.
    pub show: &'a [&'a str],
}

impl Deciding<'_> {
    /// What is proposed to these cooperatives, so that they come to agree in this way. Each proposal
    /// is made by a steward, who has seen at its own node what it is about.
    pub async fn motions<'m>(
        &self,
        cast: &'m Cast,
        title: &str,
        between: &[String],
        agreed: Agreed,
    ) -> Result<Vec<Motion<'m>>> {
        let last = between.last().context("between nobody")?;
        match agreed {
            Agreed::Withdrawn => Ok(Vec::new()),
            Agreed::Jointly => {
                let motion = self.motion(cast, title, between, &[]).await?;
                let all = numbers(cast, between)?;
                Ok(vec![motion.voted(&all, "approve")])
            }
            Agreed::Outvoted => {
                let motion = self.motion(cast, title, between, &[]).await?;
                let mut others = numbers(cast, between)?;
                let against = others.pop().context("between nobody")?;
                let motion = motion.voted(&others, "approve").voted(&[against], "reject");
                Ok(vec![motion.ends(REJECTED)])
            }
            Agreed::Declined => {
                let (title, one) = (format!("{title}? No, says {last}"), [last.clone()]);
                let motion = self.motion(cast, &title, &one, &["--against"]).await?;
                Ok(vec![motion.voted(&numbers(cast, &one)?, "approve")])
            }
            Agreed::Each => {
                let mut motions = Vec::new();
                for domain in between {
                    let (title, one) = (format!("{title}: {domain}"), [domain.clone()]);
                    let motion = self.motion(cast, &title, &one, &[]).await?;
                    motions.push(motion.voted(&numbers(cast, &one)?, "approve"));
                }
                Ok(motions)
            }
        }
    }

    /// That these cooperatives decide it, put forward by a steward of the first one.
    async fn motion<'m>(
        &self,
        cast: &'m Cast,
        title: &str,
        who: &[String],
        further: &[&str],
    ) -> Result<Motion<'m>> {
        let steward = cast.of(who.first().context("nobody decides")?)?;
        let what = format!("{} sees what is proposed: {title}", steward.name);
        steward.read_until(On::Market, &what, self.show, |_| true).await?;
        let body = match who {
            [_] => "own".to_owned(),
            several => format!("joint:{}", cast.numbers(several)?),
        };
        let there = format!("1={}", steward.url(On::Market));
        let what = ["--body", &body, "--on-shard", &there, self.command, self.number];
        Ok(Motion::new(&steward.person, title, &[&what[..], further].concat()))
    }
}

fn numbers(cast: &Cast, names: &[String]) -> Result<Vec<usize>> {
    names.iter().map(|name| Ok(cast.of(name)?.cooperative)).collect()
}
