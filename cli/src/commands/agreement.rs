//! Agreements of cooperatives, and what they pay.

use clap::{Args, ValueEnum};
use icn_primitives::{
    exchange::MAX_TRANSFERS,
    governance::JointBody,
    ledger::{Key, LedgerAccount, Money, Treasury},
    CooperativeId, Moment,
};
use subxt::dynamic::Value;

use super::{coop, exchange::Said};
use crate::{
    body,
    chain::Chain,
    context::Context,
    encoding::{self, list, unit},
    failure::{Failure, Result},
    known,
    money::{self, Hub},
    submission::Call,
};

/// What cooperatives agree on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum AgreementKind {
    /// They give each other what they have. Of two or more.
    #[default]
    Resources,
    /// They build something for all of them. Of one or more.
    Investment,
}

/// Words of a payment: payer, payee, amount, currency.
const WORDS: usize = 4;

/// A new agreement.
#[derive(Args, Debug)]
pub struct NewAgreement {
    /// The cooperatives: 0,2.
    #[arg(long, value_name = "NUMBERS", value_parser = body::cooperatives)]
    between: JointBody,
    /// What they agree on.
    #[arg(long = "about", value_name = "KIND", value_enum, default_value_t)]
    about: AgreementKind,
    /// What one of them pays: coop:0 coop:2 12.50 0:HOURS. The payee is another one, or
    /// "federation". Can be given several times.
    #[arg(
        long,
        num_args = WORDS,
        value_names = ["PAYER", "PAYEE", "AMOUNT", "CURRENCY"]
    )]
    pay: Vec<String>,
    #[command(flatten)]
    hub: Hub,
    /// As a member of which of them; the first of yours if it isn't given.
    #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
    member_of: Option<CooperativeId>,
    #[command(flatten)]
    said: Said,
}

/// A payment of a cooperative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Transfer {
    payer: CooperativeId,
    payee: Treasury,
    money: Money,
}

impl Transfer {
    fn value(&self) -> Value {
        Value::named_composite([
            ("payer", encoding::cooperative(self.payer)),
            ("payee", encoding::treasury(&self.payee)),
            ("money", encoding::money(&self.money)),
        ])
    }
}

/// Who pays whom.
fn treasuries(payer: &str, payee: &str) -> std::result::Result<(CooperativeId, Treasury), String> {
    let treasury = |text: &str| match money::account(text) {
        Ok(LedgerAccount::Treasury(treasury)) => Ok(treasury),
        _ => Err(format!("\"{text}\" is no treasury: coop:N or federation")),
    };
    match (treasury(payer)?, treasury(payee)?) {
        (Treasury::Cooperative(payer), payee) => Ok((payer, payee)),
        _ => Err("a cooperative of the agreement pays: coop:N".into()),
    }
}

impl NewAgreement {
    /// The call that proposes it, and its name.
    pub async fn call(self, context: &Context, chain: &Chain) -> Result<(Call, Key)> {
        let member =
            known::member_of(context, chain, self.member_of, Some(&self.between[..])).await?;
        let deadline = self.said.deadline.moment(chain).await?;
        let mut transfers = Vec::new();
        for words in self.pay.chunks(WORDS) {
            let [payer, payee, amount, currency] = words else {
                return Err(Failure::usage("a payment is coop:0 coop:2 12.50 0:HOURS"));
            };
            let (payer, payee) = treasuries(payer, payee).map_err(Failure::usage)?;
            let currency = money::currency(currency).map_err(Failure::usage)?;
            let money = self.hub.money(currency, amount).await?;
            transfers.push(Transfer { payer, payee, money });
        }
        self.call_with(member, &transfers, deadline)
    }

    fn call_with(
        self,
        member: CooperativeId,
        transfers: &[Transfer],
        deadline: Moment,
    ) -> Result<(Call, Key)> {
        if transfers.len() > MAX_TRANSFERS as usize {
            return Err(Failure::usage(format!(
                "an agreement has {MAX_TRANSFERS} payments at most"
            )));
        }
        let (further, key) = self.said.fields(deadline)?;
        let mut fields = vec![
            ("cooperative", encoding::cooperative(member)),
            ("kind", unit(&format!("{:?}", self.about))),
            ("cooperatives", list(self.between.iter().map(|id| encoding::cooperative(*id)))),
            ("transfers", list(transfers.iter().map(Transfer::value))),
        ];
        fields.extend(further);
        Ok((Call::new("Exchange", "propose", fields), key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime_calls::understood;
    use clap::Parser;
    use icn_primitives::{exchange, ledger::CurrencyId, Hash};
    use icn_runtime::RuntimeCall;
    use pallet_exchange::Call as Exchange;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        new: NewAgreement,
    }

    #[test]
    fn the_runtime_reads_an_agreement() {
        let terms = Hash::repeat_byte(1);
        let text = format!(
            "icn --between 2,0 --about investment --terms {terms:?} --pay coop:0 coop:2 12.50 0:HOURS:2 --pay coop:2 federation 1 0:HOURS:2"
        );
        let new = Line::try_parse_from(text.split(' ')).unwrap().new;
        assert_eq!(new.pay.len(), 2 * WORDS);
        let (payer, payee) = treasuries("coop:0", "coop:2").unwrap();
        let currency =
            CurrencyId { issuer: CooperativeId(0), code: "HOURS".parse().unwrap(), decimals: 2 };
        let money = Money { currency, amount: 1_250 };
        let transfer = Transfer { payer, payee, money };
        let (call, key) = new.call_with(CooperativeId(2), &[transfer], 9).unwrap();
        let expected = Exchange::propose {
            cooperative: CooperativeId(2),
            kind: exchange::AgreementKind::Investment,
            cooperatives: vec![CooperativeId(0), CooperativeId(2)].try_into().unwrap(),
            transfers: vec![exchange::Transfer { payer, payee, money }].try_into().unwrap(),
            terms,
            deadline: 9,
            key,
        };
        assert_eq!(understood(call), RuntimeCall::Exchange(expected));
    }

    #[test]
    fn a_cooperative_pays_another_one_or_the_federation() {
        assert!(treasuries("coop:0", "federation").is_ok());
        for (payer, payee) in [
            ("federation", "coop:0"),
            ("0", "coop:1"),
            ("coop:0", "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"),
        ] {
            assert!(treasuries(payer, payee).is_err(), "{payer} {payee}");
        }
    }
}
