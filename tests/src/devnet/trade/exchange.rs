//! What cooperatives exchange: agreements, labour, mutual aid.

use anyhow::{ensure, Context, Result};
use futures::future::try_join_all;
use icn_primitives::{resolution::xml_datetime, Moment, DAY};
use serde_json::Value;

use super::{
    agreed::Deciding,
    cast::{Actor, Cast, On},
    file::{Agreed, Agreement, AgreementKind, Aid, Labour, Trade},
    write_terms,
};
use crate::{devnet::assembly::Motion, people::now};

/// How long an agreement is open, in milliseconds.
const LIFE: Moment = 30 * DAY;
/// How long the rest is.
const DEADLINE: [&str; 2] = ["--deadline", "30d"];

/// Agreements that were proposed, with their numbers.
pub struct Proposed<'a>(Vec<(&'a Agreement, String)>);

/// Proposes the agreements, and lets people work and help. Gives the agreements, on which nobody has
/// decided yet.
pub async fn exchange<'a>(cast: &Cast, trade: &'a Trade) -> Result<Proposed<'a>> {
    let proposed = try_join_all(trade.agreement.iter().map(|agreement| async move {
        let proposed = propose(cast, trade, agreement).await;
        anyhow::Ok((agreement, proposed.with_context(|| agreement.about.clone())?))
    }));
    let worked = try_join_all(trade.labour.iter().map(|labour| async move {
        works(cast, labour).await.with_context(|| format!("{}: {}", labour.by, labour.about))
    }));
    let helped = try_join_all(trade.aid.iter().map(|aid| async move {
        helps(cast, aid).await.with_context(|| format!("{} asks: {}", aid.by, aid.about))
    }));
    let (proposed, _, _) = tokio::try_join!(proposed, worked, helped)?;
    Ok(Proposed(proposed))
}

/// Waits until an exchange stands so, at the node of `who`.
async fn stands(who: &Actor, number: &str, status: &str) -> Result<Value> {
    let what = format!("exchange {number} is {status}");
    let show = ["exchange", "show", number];
    who.read_until(On::Market, &what, &show, |view| view["exchange"]["status"] == status).await
}

/// How an exchange has ended.
fn ended(who: &Actor, number: &str, action: &str, status: &str) {
    who.stage(On::Market).has_happened(format!("x{number}"), action, status);
}

/// A steward of the first cooperative proposes it; its number. Sent again under its name, it is the
/// same one.
async fn propose(cast: &Cast, trade: &Trade, agreement: &Agreement) -> Result<String> {
    let first = agreement.between.first().context("between nobody")?;
    let by = cast.of(first)?;
    let (between, terms) = (cast.numbers(&agreement.between)?, write_terms(by, &agreement.about)?);
    let kind = match agreement.kind {
        AgreementKind::Resources => "resources",
        AgreementKind::Investment => "investment",
    };
    let mut propose = vec!["exchange", "propose", "--between", &between, "--about", kind];
    // A moment, so that the same is said when it is sent again.
    let deadline = xml_datetime(now()?.saturating_add(LIFE));
    propose.extend(["--terms", &terms, "--deadline", &deadline, "--act", &agreement.about]);
    let mut parties = Vec::new();
    for payment in &agreement.pays {
        parties.push((cast.account(&payment.from)?, cast.account(&payment.to)?));
    }
    for ((from, to), payment) in parties.iter().zip(&agreement.pays) {
        propose.extend(["--pay", from, to, &payment.amount, &trade.currency]);
    }
    let answer = by.act_finally(On::Market, &agreement.about, &propose).await?;
    let number = answer["exchange"].to_string();
    let again = by.act(On::Market, &agreement.about, &propose).await?;
    ensure!(again["exchange"] == answer["exchange"], "proposed twice: {answer}, {again}");
    if agreement.agreed == Agreed::Withdrawn {
        withdraw(by, &number, &agreement.about).await?;
    }
    Ok(number)
}

async fn withdraw(by: &Actor, number: &str, about: &str) -> Result<()> {
    by.act(On::Market, about, &["exchange", "withdraw", number]).await?;
    stands(by, number, "Withdrawn").await?;
    ended(by, number, about, "Withdrawn");
    Ok(())
}

/// Somebody works for a cooperative, whose steward confirms it or declines.
async fn works(cast: &Cast, labour: &Labour) -> Result<()> {
    let (by, steward) = (cast.of(&labour.by)?, cast.of(&labour.cooperative)?);
    let (cooperative, terms) = (steward.cooperative.to_string(), write_terms(by, &labour.about)?);
    let record = ["exchange", "labour", &cooperative, "--time", &labour.time, "--terms", &terms];
    let action = format!("{} for {}: {}", by.name, labour.cooperative, labour.about);
    let answer = by.act_finally(On::Market, &action, &[&record[..], &DEADLINE].concat()).await?;
    let number = answer["exchange"].to_string();
    stands(steward, &number, "Recorded").await?;
    let mut confirm = vec!["exchange", "confirm-labour", &number];
    confirm.extend(labour.declined.then_some("--decline"));
    steward.act(On::Market, &action, &confirm).await?;
    let status = if labour.declined { "Declined" } else { "Confirmed" };
    stands(steward, &number, status).await?;
    ended(by, &number, &action, status);
    Ok(())
}

/// Somebody asks for help, and gets it or withdraws.
async fn helps(cast: &Cast, aid: &Aid) -> Result<()> {
    let by = cast.of(&aid.by)?;
    let (cooperative, terms) = (by.cooperative.to_string(), write_terms(by, &aid.about)?);
    let mut request = vec!["exchange", "request-aid", "--terms", &terms];
    request.extend(DEADLINE);
    if by.is_cooperative {
        request.extend(["--cooperative", &cooperative]);
    }
    let answer = by.act_finally(On::Market, &aid.about, &request).await?;
    let number = answer["exchange"].to_string();
    let Some(helper) = &aid.helper else {
        return withdraw(by, &number, &format!("{} asks: {}", by.name, aid.about)).await;
    };
    let helper = cast.of(helper)?;
    stands(helper, &number, "Requested").await?;
    let action = format!("{} helps {}: {}", helper.name, by.name, aid.about);
    let offer = ["exchange", "offer-aid", &number, "--terms", &terms];
    helper.act(On::Market, &action, &offer).await?;
    stands(by, &number, "Offered").await?;
    let confirm = ["exchange", "confirm-aid", &number, &helper.party];
    by.act(On::Market, &action, &confirm).await?;
    stands(by, &number, "Fulfilled").await?;
    ended(by, &number, &action, "Fulfilled");
    Ok(())
}

impl Proposed<'_> {
    /// What is proposed to the cooperatives about them.
    pub async fn motions<'m>(&self, cast: &'m Cast) -> Result<Vec<Motion<'m>>> {
        let mut motions = Vec::new();
        for (Agreement { about, between, agreed, .. }, number) in &self.0 {
            let show = ["exchange", "show", number];
            let deciding = Deciding { command: "decide-exchange", number, show: &show };
            motions.extend(deciding.motions(cast, about, between, *agreed).await?);
        }
        Ok(motions)
    }

    /// Waits until each of them stands as its decisions say; what didn't pass is withdrawn.
    pub async fn are_decided(&self, cast: &Cast) -> Result<()> {
        try_join_all(self.0.iter().map(|(agreement, number)| async move {
            let about = &agreement.about;
            let by = cast.of(agreement.between.first().context("between nobody")?)?;
            let status = match agreement.agreed {
                Agreed::Jointly | Agreed::Each => "Executed",
                Agreed::Declined => "Declined",
                Agreed::Outvoted => return withdraw(by, number, about).await,
                Agreed::Withdrawn => return Ok(()),
            };
            stands(by, number, status).await.with_context(|| about.clone())?;
            ended(by, number, about, status);
            Ok(())
        }))
        .await?;
        Ok(())
    }
}

/// All exchanges that the chain knows.
pub async fn all(who: &Actor, expected: usize) -> Result<Vec<Value>> {
    let limit = "100";
    let mut all: Vec<Value> = Vec::new();
    loop {
        let after = all.last().map(|view| view["id"].to_string());
        let after = after.iter().flat_map(|after| ["--after", after.as_str()]);
        let list: Vec<_> =
            ["exchange", "list", "--limit", limit].into_iter().chain(after).collect();
        let answer = who.read(On::Market, &list).await?;
        let found = answer["exchanges"].as_array().context("no exchanges")?;
        if found.is_empty() {
            break;
        }
        all.extend(found.iter().cloned());
    }
    ensure!(all.len() == expected, "{} exchanges are known, not {expected}", all.len());
    Ok(all)
}
