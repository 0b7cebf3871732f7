//! Checks the file that says what members trade, share and keep, and says what is wrong with it.

use std::collections::BTreeSet;

use anyhow::{anyhow, bail, ensure, Context, Result};

use super::file::{
    Agreed, Agreement, Booking, BookingEnd, KeptFile, Order, OrderEnd, Payment, Trade, FEDERATION,
    FILE,
};

/// The file, in which everything that is named is there.
pub fn read(members: &[String], cooperatives: &[String]) -> Result<Trade> {
    let text = std::fs::read_to_string(FILE).context(FILE)?;
    let trade: Trade = toml::from_str(&text).context(FILE)?;
    Known { members, cooperatives }.check(&trade).context(FILE)?;
    Ok(trade)
}

/// Who can be named.
struct Known<'a> {
    members: &'a [String],
    cooperatives: &'a [String],
}

impl Known<'_> {
    fn cooperative(&self, name: &str) -> Result<()> {
        let there = self.cooperatives.iter().any(|known| known == name);
        ensure!(there, "there is no cooperative \"{name}\": {}", self.cooperatives.join(", "));
        Ok(())
    }

    fn member(&self, name: &str) -> Result<()> {
        let there = self.members.iter().any(|known| known == name);
        ensure!(there, "there is no member \"{name}\": {}", self.members.join(", "));
        Ok(())
    }

    fn party(&self, name: &str) -> Result<()> {
        self.member(name)
            .or_else(|_| self.cooperative(name))
            .map_err(|_| anyhow!("\"{name}\" is neither a member nor a cooperative's domain"))
    }

    fn check(&self, trade: &Trade) -> Result<()> {
        each("credit", &trade.credit, |credit| {
            amount(&credit.amount)?;
            self.party(&credit.who)
        })?;
        names(trade.listing.iter().map(|listing| &listing.name))?;
        each("listing", &trade.listing, |listing| {
            amount(&listing.price)?;
            self.party(&listing.by)
        })?;
        each("order", &trade.order, |order| self.order(trade, order))?;
        names(trade.resource.iter().map(|resource| &resource.name))?;
        each("resource", &trade.resource, |resource| {
            resource.price.as_deref().map_or(Ok(0), amount)?;
            self.cooperative(&resource.owner)
        })?;
        each("booking", &trade.booking, |booking| self.booking(trade, booking))?;
        each("agreement", &trade.agreement, |agreement| self.agreement(agreement))?;
        each("labour", &trade.labour, |labour| {
            self.member(&labour.by)?;
            minutes(&labour.time)?;
            self.cooperative(&labour.cooperative)
        })?;
        each("aid", &trade.aid, |aid| {
            self.party(&aid.by)?;
            aid.helper.as_deref().map_or(Ok(()), |helper| self.member(helper))
        })?;
        self.file(&trade.file).context("[file]")
    }

    fn order(&self, trade: &Trade, order: &Order) -> Result<()> {
        self.party(&order.by)?;
        trade.listing(&order.listing)?;
        let disputed = order.ends == OrderEnd::Resolved;
        ensure!(
            disputed == order.dispute.is_some(),
            "an order has a dispute if it ends \"resolved\", and only then"
        );
        let rated = order.stars.is_none() || order.ends == OrderEnd::Completed;
        ensure!(rated, "only a completed order has stars");
        order.dispute.as_ref().map_or(Ok(0), |dispute| amount(&dispute.to_seller))?;
        Ok(())
    }

    fn booking(&self, trade: &Trade, booking: &Booking) -> Result<()> {
        self.member(&booking.by)?;
        trade.resource(&booking.resource)?;
        minutes(&booking.begins_in)?;
        minutes(&booking.lasts)?;
        booking.shares.keys().try_for_each(|name| self.cooperative(name))?;
        let declined = booking.agreed == Agreed::Declined;
        ensure!(
            declined == (booking.ends == BookingEnd::Declined),
            "a booking ends \"declined\" if agreed = \"declined\", and only then"
        );
        let decided = matches!(booking.agreed, Agreed::Jointly | Agreed::Each | Agreed::Declined);
        ensure!(decided, "a booking is agreed jointly, by each, or declined");
        Ok(())
    }

    fn agreement(&self, agreement: &Agreement) -> Result<()> {
        ensure!(!agreement.between.is_empty(), "an agreement is between cooperatives");
        agreement.between.iter().try_for_each(|name| self.cooperative(name))?;
        for Payment { from, to, amount: text } in &agreement.pays {
            amount(text)?;
            for side in [from, to] {
                let takes_part = agreement.between.contains(side) || side == FEDERATION;
                ensure!(takes_part, "\"{side}\" pays or is paid, and takes no part in it");
            }
        }
        Ok(())
    }

    fn file(&self, file: &KeptFile) -> Result<()> {
        self.member(&file.by)?;
        self.cooperative(&file.damaged_at)?;
        ensure!(
            file.replicas >= 2,
            "a damaged copy is put right from another: 2 replicas at least"
        );
        ensure!(
            (file.replicas as usize) < self.cooperatives.len(),
            "{} replicas need as many cooperatives beside the member's own",
            file.replicas
        );
        Ok(())
    }
}

/// That all of these are as they must be; says which isn't, counted from 1.
fn each<T>(what: &str, all: &[T], check: impl Fn(&T) -> Result<()>) -> Result<()> {
    let mut numbered = (1..).zip(all);
    numbered.try_for_each(|(place, one)| check(one).with_context(|| format!("{what} {place}")))
}

/// That no two have the same name.
fn names<'a>(names: impl Iterator<Item = &'a String>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for name in names {
        ensure!(seen.insert(name), "there are two \"{name}\"");
    }
    Ok(())
}

/// An amount in hundredths, of which the currency has so many.
pub fn amount(text: &str) -> Result<i128> {
    let wrong = || format!("\"{text}\" is no amount: they are written 12.50");
    let (whole, hundredths) = text.split_once('.').with_context(wrong)?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let good = !whole.is_empty() && hundredths.len() == 2 && digits(whole) && digits(hundredths);
    ensure!(good, wrong());
    Ok(format!("{whole}{hundredths}").parse::<u64>().with_context(wrong)?.into())
}

/// A stretch of time, in minutes.
pub fn minutes(text: &str) -> Result<u64> {
    let at = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let unit = match unit {
        "min" => 1,
        "h" => 60,
        "d" => 24 * 60,
        _ => bail!("\"{text}\" is no time: 3min, 2h, 1d"),
    };
    let number: u64 = number.parse().with_context(|| format!("\"{text}\" is no time"))?;
    number.checked_mul(unit).with_context(|| format!("\"{text}\" is too long"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> (Vec<String>, Vec<String>) {
        let cooperatives = ["food", "care", "energy", "housing"];
        let members = ["ada", "bo", "cleo", "dan", "elif", "fay", "gus", "hana"];
        (
            members.map(String::from).to_vec(),
            cooperatives.map(|name| format!("{name}.example")).to_vec(),
        )
    }

    #[test]
    fn the_file_is_about_people_who_are_there() -> Result<()> {
        let (members, cooperatives) = known();
        let trade = read(&members, &cooperatives)?;
        let exchanged = trade.agreement.len() + trade.labour.len() + trade.aid.len();
        assert!(exchanged >= 50 && trade.booking.len() > 10);
        assert!(decisions(&trade) >= 25, "{} decisions", decisions(&trade));
        // Without one of them it isn't.
        let error = format!("{:#}", read(&members[1..], &cooperatives).expect_err("no ada"));
        assert!(error.contains("devnet-trade.toml") && error.contains("\"ada\""), "{error}");
        Ok(())
    }

    /// How many proposals are made, beside that of the rules of storage.
    fn decisions(trade: &Trade) -> usize {
        let of = |agreed: Agreed, cooperatives: usize| match agreed {
            Agreed::Each => cooperatives,
            Agreed::Withdrawn => 0,
            Agreed::Jointly | Agreed::Declined | Agreed::Outvoted => cooperatives.min(1),
        };
        let agreements = trade.agreement.iter().map(|one| of(one.agreed, one.between.len()));
        let bookings = trade.booking.iter().map(|one| of(one.agreed, one.shares.len()));
        let treasuries = trade.credit.iter().filter(|credit| credit.who.ends_with(".example"));
        let disputes = trade.order.iter().filter(|order| order.dispute.is_some());
        agreements.chain(bookings).sum::<usize>() + treasuries.count() + disputes.count()
    }

    #[test]
    fn what_is_wrong_is_said_with_where_it_stands() {
        let (members, cooperatives) = known();
        let known = Known { members: &members, cooperatives: &cooperatives };
        let file = "[file]\nname = 'a'\nby = 'ada'\nmegabytes = 1\nreplicas = 3\ndamaged_at = 'care.example'\n";
        for (text, why) in [
            (
                "[[order]]\nlisting = 'x'\nby = 'ada'\nsearch = 'x'\nends = 'completed'",
                "no listing \"x\"",
            ),
            ("[[credit]]\nwho = 'zoe'\namount = '1.00'", "\"zoe\" is neither"),
            ("[[credit]]\nwho = 'ada'\namount = '1,00'", "no amount"),
            (
                "[[agreement]]\nabout = 'x'\nkind = 'resources'\nbetween = []",
                "between cooperatives",
            ),
            (
                "labour = [{ by = 'ada', for = 'care.example', time = '1h30min', about = 'x' }]",
                "labour 1",
            ),
        ] {
            let text = format!("currency = '0:HOURS:2'\n{text}\n{file}");
            let trade: Trade = toml::from_str(&text).expect("it can be read");
            let error = format!("{:#}", known.check(&trade).expect_err("it is wrong"));
            assert!(error.contains(why), "{error}");
        }
        assert!(
            toml::from_str::<Trade>(&format!("currency = 'x'\ncolour = 'red'\n{file}")).is_err()
        );
    }

    #[test]
    fn amounts_and_times_are_whole() {
        assert_eq!(amount("12.50").ok(), Some(1_250));
        assert_eq!(minutes("2h").ok(), Some(120));
        for bad in ["1.5", "x", "-1.00", ""] {
            assert!(amount(bad).is_err(), "{bad}");
        }
        assert!(minutes("3").is_err() && minutes("h").is_err() && minutes("1s").is_err());
    }
}
