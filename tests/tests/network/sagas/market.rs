//! A marketplace with three traders, and what a test does to it.

use std::cell::RefCell;

use anyhow::{Context, Result};
use icn_primitives::{
    ledger::{CurrencyId, Hold, HoldId, LedgerAccount, Money},
    marketplace::{
        ListingId, ListingKind, ListingTerms, MarketplaceParameters, Order, OrderId, Stage,
        Visibility,
    },
    CooperativeId, Hash, ShardId, DAY,
};
use icn_tests::{
    chain::Call,
    federation::{Federation, Plan, FEDERATION, OTHER_SHARDS},
    node::Node,
    people::{hex, now, Person},
    rpc::Rpc,
    wait,
};

use super::{LIMIT, TOTAL};
use crate::shards::writes;

pub const HUB_NAME: &str = FEDERATION;
pub const MARKET_NAME: &str = OTHER_SHARDS[0];
pub const MARKETPLACE: ShardId = ShardId(1);
/// Issues the currency, so that its members may owe.
const FOOD: CooperativeId = CooperativeId(0);
const CARE: CooperativeId = CooperativeId(1);
/// Most entries of a page.
pub const PAGE: u32 = 100;
/// What shows an order.
const ORDER: &str = "MarketplaceApi_order";
/// What says how many transactions somebody has sent.
const SENT: &str = "AccountNonceApi_account_nonce";

/// A federation whose marketplace has an offer and a want.
pub struct Market {
    pub federation: Federation,
    /// Buys, and has credit.
    pub ada: Person,
    /// Sells.
    pub ben: Person,
    /// Would buy, and has neither money nor credit.
    pub eve: Person,
}

/// The currency in which everybody pays.
pub fn hours() -> Result<CurrencyId> {
    let code = "HOURS".parse().ok().context("no currency's code")?;
    Ok(CurrencyId { issuer: FOOD, code, decimals: 2 })
}

impl Market {
    /// Makes it, with a process for each shard and cooperative.
    pub async fn open() -> Result<Self> {
        let shards = [HUB_NAME, MARKET_NAME].map(String::from).into();
        let plan = Plan { cooperatives: 4, shards, apart: true, ..Plan::default() };
        let federation = Federation::start_as(plan).await?;
        let [ada, ben, eve] = ["ada", "ben", "eve"].map(Person::named);
        let market = Self { federation, ada: ada?, ben: ben?, eve: eve? };
        let hub = market.node(HUB_NAME)?.chain().await?;
        market.node(MARKET_NAME)?.finalizes(2, LIMIT).await?;
        for (who, cooperative) in market.traders() {
            market.federation.enrol(&hub, cooperative, who, &[]).await?;
        }
        for (who, _) in market.traders() {
            writes(market.node(MARKET_NAME)?, MARKET_NAME, who).await?;
        }
        market.act(&market.ben, market.listing(&market.ben, CARE, ListingKind::Offer)?).await?;
        market.act(&market.ada, market.listing(&market.ada, FOOD, ListingKind::Want)?).await?;
        Ok(market)
    }

    /// Who trades, and as whose member.
    pub fn traders(&self) -> [(&Person, CooperativeId); 3] {
        [(&self.ada, FOOD), (&self.ben, CARE), (&self.eve, CARE)]
    }

    fn listing(&self, who: &Person, of: CooperativeId, kind: ListingKind) -> Result<Call> {
        let text = |text: &str| text.as_bytes().to_vec();
        let terms = ListingTerms {
            title: text("A loaf of rye").try_into().ok().context("a long title")?,
            description: Hash::repeat_byte(1),
            category: text("food").try_into().ok().context("a long category")?,
            price: Money { currency: hours()?, amount: TOTAL },
            visibility: Visibility::Federation,
            expires_at: now()? + DAY,
        };
        let key = [0u8; 32];
        let arguments = (who.did(), of, kind, terms, 100u64, key);
        Ok(Call::new("Marketplace", "create_listing", arguments))
    }

    /// The call with which `who` orders one of a listing.
    pub fn order(&self, listing: ListingId, who: &Person, key: u8) -> Call {
        let of = if who.did() == self.ada.did() { FOOD } else { CARE };
        // Listings have keys as well.
        let key = [key.saturating_add(1); 32];
        Call::new("Marketplace", "place_order", (listing, 0u32, 1u64, who.did(), of, key))
    }

    /// Ends all nodes of a shard as a power cut would.
    pub async fn crash(&mut self, shard: &str) -> Result<()> {
        for node in self.federation.nodes.iter_mut().filter(|node| node.shard(shard).is_ok()) {
            node.kill().await?;
        }
        Ok(())
    }

    /// Starts all nodes of a shard again, and waits until they answer.
    pub async fn run(&mut self, shard: &str) -> Result<()> {
        let of_shard = |node: &&mut Node| node.shard(shard).is_ok();
        for node in self.federation.nodes.iter_mut().filter(of_shard) {
            node.launch()?;
        }
        for node in self.federation.nodes.iter_mut().filter(of_shard) {
            node.answers().await?;
        }
        Ok(())
    }

    /// The first node of a shard.
    pub fn node(&self, shard: &str) -> Result<&Node> {
        let mut nodes = self.federation.nodes.iter();
        nodes.find(|node| node.shard(shard).is_ok()).context("nobody runs this shard")
    }

    /// Somebody does something on the marketplace, and it is final.
    pub async fn act(&self, who: &Person, call: Call) -> Result<()> {
        self.node(MARKET_NAME)?.chain().await?.send(who, &call).await.map(drop)
    }

    /// What `who` sends next on a shard. It can be handed in again and again.
    pub async fn signed(&self, shard: &str, who: &Person, call: &Call) -> Result<Vec<u8>> {
        let chain = self.node(shard)?.chain().await?;
        let mut signed = chain.signed_ahead(who, std::slice::from_ref(call)).await?;
        signed.pop().context("nothing was signed")
    }

    /// Hands a transaction in to all nodes of the marketplace, until an order is where that brings
    /// it, in the best block.
    pub async fn hand_in(&self, transaction: &[u8], order: OrderId, stage: Stage) -> Result<()> {
        wait::until("an order goes on", LIMIT, || async {
            self.offer(MARKET_NAME, transaction).await?;
            let best: Option<Order> = self.rpc(MARKET_NAME)?.read_at_best(ORDER, order).await?;
            Ok(best.filter(|order| order.stage == stage).map(drop))
        })
        .await
    }

    /// Hands in to all nodes of the hub what the federation has decided, as its transaction after
    /// the first `before`, until it is in the best block.
    pub async fn hand_in_decision(&self, transaction: &[u8], before: u32) -> Result<()> {
        wait::until("the decision is in a block", LIMIT, || async {
            self.offer(HUB_NAME, transaction).await?;
            Ok((self.decisions().await? > before).then_some(()))
        })
        .await
    }

    /// How many decisions the hub's best block has.
    pub async fn decisions(&self) -> Result<u32> {
        let authority = self.federation.authority()?.account();
        self.rpc(HUB_NAME)?.read_at_best(SENT, authority).await
    }

    async fn offer(&self, shard: &str, transaction: &[u8]) -> Result<()> {
        for node in self.federation.nodes.iter().filter(|node| node.shard(shard).is_ok()) {
            // It has it already, most of the time.
            node.rpc()?.refusal("author_submitExtrinsic", &[hex(transaction).into()]).await?;
        }
        Ok(())
    }

    /// An order as the marketplace's last final block has it.
    pub async fn the_order(&self, order: OrderId) -> Result<Order> {
        let found: Option<Order> = self.rpc(MARKET_NAME)?.read(ORDER, order).await?;
        found.with_context(|| format!("there is no order {order}"))
    }

    /// Waits until an order has come to `stage`, and that is final.
    pub async fn reaches(&self, order: OrderId, stage: Stage) -> Result<()> {
        self.becomes(order, &format!("{stage:?}"), |order| order.stage == stage).await
    }

    /// Waits until nothing becomes of an order any more: both shards have told how it ends.
    pub async fn is_over(&self, order: OrderId) -> Result<()> {
        self.becomes(order, "over", Order::is_over).await
    }

    async fn becomes(
        &self,
        order: OrderId,
        what: &str,
        wanted: impl Fn(&Order) -> bool,
    ) -> Result<()> {
        let last = RefCell::new(None);
        let what = format!("order {order} is {what}");
        let became = wait::until(&what, LIMIT, || async {
            let now = self.the_order(order).await?;
            let reached = wanted(&now).then_some(());
            last.replace(Some((now.stage, now.hold)));
            Ok(reached)
        });
        became.await.with_context(|| format!("it was {:?}", last.take()))
    }

    /// The holds on ada's account, as the hub's best block has them.
    pub async fn holds(&self) -> Result<Vec<(HoldId, Hold)>> {
        let account = LedgerAccount::Person(self.ada.did());
        let arguments = (account, None::<HoldId>, PAGE);
        self.rpc(HUB_NAME)?.read_at_best("LedgerApi_holds", arguments).await
    }

    /// Waits until the holds on ada's account in the hub's best block are as wanted.
    pub async fn ledger(
        &self,
        what: &str,
        wanted: impl Fn(&[(HoldId, Hold)]) -> bool,
    ) -> Result<()> {
        wait::until(&format!("the ledger {what}"), LIMIT, || async {
            Ok(wanted(&self.holds().await?).then_some(()))
        })
        .await
    }

    /// The federation gives the marketplace other rules.
    pub async fn sets(&self, rules: MarketplaceParameters) -> Result<()> {
        let set = Call::new("Marketplace", "set_parameters", rules);
        let hub = self.node(HUB_NAME)?.chain().await?;
        hub.send(self.federation.authority()?, &set.as_decision_on(MARKETPLACE, None)).await?;
        wait::until("the marketplace has other rules", LIMIT, || async {
            let function = "MarketplaceApi_marketplace_parameters";
            let now: MarketplaceParameters = self.rpc(MARKET_NAME)?.read(function, ()).await?;
            Ok((now == rules).then_some(()))
        })
        .await
    }

    fn rpc(&self, shard: &str) -> Result<Rpc> {
        self.node(shard)?.rpc()
    }
}
