//! What must hold when all orders are over: each hold has ended once, both shards agree on how, and
//! the ledger's accounts say nothing else.

use std::collections::BTreeMap;

use anyhow::{bail, ensure, Context, Result};
use icn_primitives::{
    ledger::{AccountView, Balance, EntryNumber, Hold, HoldId, LedgerAccount},
    marketplace::{
        order::{hold_key, order_evidence},
        HoldState, Order, OrderId, Stage,
    },
};

use super::{
    market::{hours, Market, HUB_NAME, MARKETPLACE, PAGE},
    TOTAL,
};

/// How a hold has ended: so much of it was paid; `None`: nothing, the payer has it back.
type Paid = Option<Balance>;

impl Market {
    /// Each order has come to this end, and its money is where that says: so much was paid of what
    /// the ledger had kept; `None`: it had kept nothing.
    pub async fn is_accounted_for(&self, ends: &[(OrderId, Stage, Option<Balance>)]) -> Result<()> {
        let mut holds = self.ended_holds().await?;
        let mut sold = 0;
        for (id, stage, due) in ends {
            let order = self.the_order(*id).await?;
            ensure!(order.stage == *stage, "order {id}: {:?}", order.stage);
            match due {
                None => {
                    let none = matches!(order.hold, HoldState::None | HoldState::Refused(_));
                    ensure!(none, "order {id}: {:?} without a hold", order.hold);
                }
                Some(due) => {
                    let hold = holds.remove(&hold_key(*id));
                    let (hold, paid) = hold.with_context(|| format!("no hold of order {id}"))?;
                    ensure!(paid.unwrap_or(0) == *due, "order {id}: {paid:?} of {due} paid");
                    agree(&order, *id, &hold, paid)?;
                    sold += due;
                }
            }
        }
        ensure!(holds.is_empty(), "holds of no order: {holds:?}");
        self.books_balance(sold).await
    }

    /// Every hold that the hub has ever placed for the marketplace, by its key, and how it has ended:
    /// once.
    async fn ended_holds(&self) -> Result<BTreeMap<[u8; 32], (Hold, Paid)>> {
        let hub = self.node(HUB_NAME)?.chain().await?;
        let blocks = 1..=hub.finalized().await?;
        let placed: Vec<(HoldId, Hold)> =
            hub.deposited("Ledger.HoldPlaced", blocks.clone()).await?;
        let captured: Vec<(HoldId, EntryNumber, Balance, Balance)> =
            hub.deposited("Ledger.HoldCaptured", blocks.clone()).await?;
        let mut released: Vec<HoldId> =
            hub.deposited("Ledger.HoldReleased", blocks.clone()).await?;
        released.extend(hub.deposited::<HoldId>("Ledger.HoldExpired", blocks).await?);

        let mut ends = BTreeMap::new();
        let paid = captured.into_iter().map(|(hold, _, paid, _)| (hold, Some(paid)));
        for (hold, paid) in paid.chain(released.into_iter().map(|hold| (hold, None))) {
            ensure!(ends.insert(hold, paid).is_none(), "hold {hold} has ended twice");
        }
        let mut holds = BTreeMap::new();
        for (id, hold) in placed {
            let paid = ends.remove(&id).with_context(|| format!("hold {id} hasn't ended"))?;
            if holds.insert(hold.key, (hold, paid)).is_some() {
                bail!("there was a second hold under the key of hold {id}");
            }
        }
        Ok(holds)
    }

    /// Nothing is kept any more, the balances add up to nothing, and who has sold for `sold` has
    /// that.
    async fn books_balance(&self, sold: Balance) -> Result<()> {
        let arguments = (hours()?, None::<LedgerAccount>, PAGE);
        let hub = self.node(HUB_NAME)?.rpc()?;
        let accounts: Vec<(LedgerAccount, AccountView)> =
            hub.read("LedgerApi_accounts_in", arguments).await?;
        let kept = accounts.iter().any(|(_, account)| account.held != 0 || account.holds != 0);
        ensure!(!kept, "something is kept for ever: {accounts:?}");
        let sum: Balance = accounts.iter().map(|(_, account)| account.balance).sum();
        ensure!(sum == 0, "the balances add up to {sum}: {accounts:?}");
        for (who, expected) in [(&self.ada, -sold), (&self.ben, sold), (&self.eve, 0)] {
            let account = LedgerAccount::Person(who.did());
            let found = accounts.iter().find(|(holder, _)| *holder == account);
            let balance = found.map_or(0, |(_, account)| account.balance);
            ensure!(balance == expected, "{account:?} has {balance} and not {expected}");
        }
        Ok(())
    }
}

/// Both shards say the same of an order's money.
fn agree(order: &Order, id: OrderId, hold: &Hold, paid: Paid) -> Result<()> {
    let same = match (&order.hold, paid) {
        (HoldState::Captured(here), Some(there)) => *here == there,
        (HoldState::Released, None) => true,
        _ => false,
    };
    ensure!(same, "order {id}: {:?} here, {paid:?} paid on the ledger", order.hold);
    let payer = LedgerAccount::Person(order.buyer);
    ensure!(hold.payer == payer && hold.payee == Some(order.payee), "{hold:?}");
    ensure!(hold.money == order.total && order.total.amount == TOTAL, "{hold:?}");
    ensure!(hold.reference == Some(order_evidence(MARKETPLACE, id)), "{hold:?}");
    Ok(())
}
