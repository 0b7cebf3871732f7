//! Orders on their way: placed, funded by the ledger on another shard, accepted, delivered,
//! completed, paid by that ledger. Each side acts when it sees in a final block that it can.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{bail, ensure, Context, Result};
use icn_primitives::{
    ledger::{Key, Money},
    marketplace::{
        HoldState, ListingId, ListingKind, OrderId, SearchCursor, SearchPage, SearchQuery, Stage,
    },
    CooperativeId,
};
use icn_runtime::{RuntimeCall, RuntimeEvent};
use icn_tests::people::{hex, now};
use jsonrpsee::{core::client::ClientT, rpc_params, ws_client::WsClient};
use pallet_marketplace::Event;

use super::{
    calls,
    market::{currency, Market},
};
use crate::{
    measure::{self, percentile, Seen, StoredBlock, Watch},
    shards::{capacity::computing, lanes::Shard},
    signing::Member,
    table::{self, percent, seconds},
    throughput,
};

/// How long no order may get any further.
const PATIENCE: Duration = Duration::from_secs(180);

/// How far an order is, in a final block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Placed,
    Funded,
    Delivered,
    Completed,
    Paid,
}

const STEPS: [(Step, &str); 5] = [
    (Step::Placed, "placed"),
    (Step::Funded, "funded"),
    (Step::Delivered, "delivered"),
    (Step::Completed, "completed"),
    (Step::Paid, "paid"),
];

/// What came out with so many orders on their way.
pub struct Flow {
    validators: usize,
    in_flight: usize,
    orders: usize,
    /// From the first submission to the last payment.
    duration: Duration,
    /// From an order's submission to each step, order by order.
    took: [Vec<Duration>; STEPS.len()],
    /// Execution on the marketplace, without that of as many empty blocks.
    market: Duration,
    /// The same on the federation shard.
    hub: Duration,
    /// What all nodes computed.
    computing: Duration,
}

impl Flow {
    fn rate(&self) -> f64 {
        self.orders as f64 / self.duration.as_secs_f64()
    }

    fn each(&self, of_all: Duration) -> Duration {
        of_all.div_f64(self.orders.max(1) as f64)
    }

    fn row(&mut self) -> Vec<String> {
        let both = self.each(self.market + self.hub);
        let mut cells = vec![
            format!("{}, {}", self.validators, self.in_flight),
            self.orders.to_string(),
            format!("{:.1}", self.rate()),
        ];
        for step in [Step::Completed, Step::Paid] {
            let took = &mut self.took[step as usize];
            cells.push(seconds(percentile(took, 50)));
            cells.push(seconds(percentile(took, 95)));
        }
        cells.push(self.each(self.market).as_micros().to_string());
        cells.push(self.each(self.hub).as_micros().to_string());
        cells.push(percent(self.rate() * both.as_secs_f64()));
        cells.push(format!("{:.2}", self.computing.as_secs_f64() / self.duration.as_secs_f64()));
        cells
    }

    fn steps(&mut self) -> Vec<String> {
        let mut cells = vec![format!("{}, {}", self.validators, self.in_flight)];
        for took in &mut self.took {
            cells.push(seconds(percentile(took, 50)));
            cells.push(seconds(percentile(took, 95)));
        }
        cells
    }
}

/// Prints the tables.
pub fn print(flows: &mut [Flow]) {
    println!(
        "\nOrders through their whole way over two shards; each side waits for final blocks\n"
    );
    let headings = [
        "validators, on their way",
        "orders",
        "orders/s",
        "completed p50",
        "p95",
        "paid p50",
        "p95",
        "market µs",
        "ledger µs",
        "of a core",
        "cores busy",
    ];
    table::print(&headings, &flows.iter_mut().map(Flow::row).collect::<Vec<_>>());
    println!("\nFrom an order's submission until it is, in a final block\n");
    let mut headings = vec!["validators, on their way"];
    for (_, name) in STEPS {
        headings.extend([name, "p95"]);
    }
    table::print(&headings, &flows.iter_mut().map(Flow::steps).collect::<Vec<_>>());
}

/// A buyer, and a seller with something to sell.
struct Pair {
    /// Cooperative and place in it.
    buyer: (usize, usize),
    seller: (usize, usize),
    listing: ListingId,
}

/// An order that was submitted.
struct Order {
    pair: usize,
    submitted: Instant,
    steps: [Option<Instant>; STEPS.len()],
}

/// Orders on their way, and those who send.
struct Traders<'a> {
    market: &'a Market,
    clients: Vec<Arc<WsClient>>,
    watch: Watch,
    members: Vec<Vec<Member>>,
    pairs: Vec<Pair>,
    orders: Vec<Order>,
    by_key: HashMap<Key, usize>,
    by_id: HashMap<OrderId, usize>,
    /// What was signed and isn't in the pool of its sender's node: the node, and the transaction.
    unsent: Vec<(usize, String)>,
    /// The next final block to look at.
    next: u32,
}

/// Measures one row for each of `in_flight`.
pub async fn run(market: &Market, in_flight: &[usize], rounds: usize) -> Result<Vec<Flow>> {
    let mut traders = Traders::start(market).await?;
    let mut flows = Vec::new();
    for in_flight in in_flight {
        eprintln!("{in_flight} orders on their way at a time, {rounds} times …");
        flows.push(traders.trade(*in_flight, in_flight * rounds).await?);
    }
    Ok(flows)
}

impl<'a> Traders<'a> {
    /// Where the second half of each cooperative's members sells to the first half of the next one.
    async fn start(market: &'a Market) -> Result<Self> {
        let shard = &market.market;
        let mut members = market.members()?;
        let (cooperatives, half) = (members.len(), members.first().map_or(0, Vec::len) / 2);
        ensure!(half > 0, "it takes two to trade");
        let clients = market.clients(shard).await?;
        let mut queues = vec![Vec::new(); cooperatives];
        for (cooperative, members) in members.iter_mut().enumerate() {
            let buyers = CooperativeId(u32::try_from((cooperative + 1) % cooperatives)?);
            let price = Money { currency: currency(buyers)?, amount: 300 };
            for seller in &mut members[half..2 * half] {
                let terms = calls::offer("A loaf of rye", "food", price, now()?)?;
                let (owner, own) = (seller.did(), seller.cooperative());
                let kind = ListingKind::Offer;
                let create = calls::create_listing(owner, own, kind, terms, calls::key(u64::MAX));
                queues[cooperative].push(hex(&seller.sign(create, shard.genesis)));
            }
        }
        let watch = Watch::start(shard.port).await?;
        throughput::wait_for(&watch, Duration::from_secs(60), Seen::last_finalized).await?;
        let sent: usize = queues.iter().map(Vec::len).sum();
        let burst = throughput::Burst::send(&clients, queues, &watch).await?;
        ensure!(burst.followed.transactions == sent, "listings were lost");
        let mut pairs = Vec::new();
        for place in 0..half {
            for cooperative in 0..cooperatives {
                let seller = (cooperative, half + place);
                let buyer = ((cooperative + 1) % cooperatives, place);
                let listing = listing_of(shard, &members[seller.0][seller.1]).await?;
                pairs.push(Pair { buyer, seller, listing });
            }
        }
        let next = watch.seen(Seen::last_finalized) + 1;
        let (orders, by_key, by_id) = (Vec::new(), HashMap::new(), HashMap::new());
        let unsent = Vec::new();
        Ok(Self { market, clients, watch, members, pairs, orders, by_key, by_id, unsent, next })
    }

    /// Makes `orders` orders, of which `in_flight` are on their way at a time.
    async fn trade(&mut self, in_flight: usize, orders: usize) -> Result<Flow> {
        self.next = self.watch.seen(Seen::last_finalized) + 1;
        let (first, hub_first) = (self.next, self.market.hub.finalized().await?.0 + 1);
        let before = computing(self.market.nodes())?;
        let (start, begin) = (Instant::now(), self.orders.len());
        let (mut paid, mut progress) = (0, Instant::now());
        for number in 0..in_flight.min(orders) {
            self.place(begin + number)?;
        }
        while paid < orders {
            self.send().await;
            let done = self.look().await?;
            for _ in 0..done {
                if self.orders.len() < begin + orders {
                    self.place(self.orders.len())?;
                }
            }
            if done > 0 {
                (paid, progress) = (paid + done, Instant::now());
                eprintln!("{paid} of {orders} are paid");
            }
            ensure!(progress.elapsed() < PATIENCE, "no order is paid any more");
        }
        let computing = computing(self.market.nodes())? - before;
        let made = &self.orders[begin..];
        let last = made.iter().filter_map(|order| order.steps[Step::Paid as usize]).max();
        let duration = last.context("no order was paid")?.saturating_duration_since(start);
        let took = STEPS.map(|(step, _)| {
            let at = |order: &Order| Some((order.steps[step as usize]?, order.submitted));
            made.iter().filter_map(at).map(|(at, from)| at.duration_since(from)).collect()
        });
        let market = execution(&self.market.market, first).await?;
        let hub = execution(&self.market.hub, hub_first).await?;
        let validators = self.market.validators();
        Ok(Flow { validators, in_flight, orders, duration, took, market, hub, computing })
    }

    fn sign(&mut self, who: (usize, usize), call: RuntimeCall) {
        let member = &mut self.members[who.0][who.1];
        self.unsent.push((who.0, hex(&member.sign(call, self.market.market.genesis))));
    }

    /// The next order.
    fn place(&mut self, number: usize) -> Result<()> {
        let place = number % self.pairs.len();
        let Pair { buyer, listing, .. } = self.pairs[place];
        let key = calls::key(u64::try_from(number)?);
        let (who, cooperative) = {
            let member = &self.members[buyer.0][buyer.1];
            (member.did(), member.cooperative())
        };
        self.sign(buyer, calls::place(listing, who, cooperative, key));
        self.by_key.insert(key, self.orders.len());
        let submitted = Instant::now();
        self.orders.push(Order { pair: place, submitted, steps: [None; STEPS.len()] });
        Ok(())
    }

    /// Hands in what was signed. What a node refuses, because its sender's quota is used up, waits
    /// for the next time.
    async fn send(&mut self) {
        let waiting = std::mem::take(&mut self.unsent);
        for (node, transaction) in waiting {
            let sent: Result<String, _> = self.clients[node]
                .request("author_submitExtrinsic", rpc_params![&transaction])
                .await;
            // 1013: it is in the pool.
            let refused = sent.is_err_and(|error| !error.to_string().contains("1013"));
            if refused {
                self.unsent.push((node, transaction));
            }
        }
    }

    /// Looks at the next final block, if there is one: how many orders were paid in it.
    async fn look(&mut self) -> Result<usize> {
        let Some(at) = self.watch.seen(|seen| seen.finalized_at(self.next)) else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            return Ok(0);
        };
        let client = &self.market.market.client;
        let hash = measure::block_hash(client, self.next).await?;
        self.next += 1;
        let mut paid = 0;
        for event in measure::events(client, hash).await? {
            let RuntimeEvent::Marketplace(event) = event else { continue };
            paid += usize::from(self.moved(event, at)? == Some(Step::Paid));
        }
        Ok(paid)
    }

    /// What an event tells of our orders; whoever has to act does.
    fn moved(&mut self, event: Event<icn_runtime::Runtime>, at: Instant) -> Result<Option<Step>> {
        let (id, step) = match event {
            Event::OrderPlaced { id, order, .. } => {
                let Some(number) = self.by_key.get(&order.key) else { return Ok(None) };
                self.by_id.insert(id, *number);
                (id, Step::Placed)
            }
            Event::OrderMoved { order, stage: Stage::Funded, .. } => (order, Step::Funded),
            Event::OrderMoved { order, stage: Stage::Delivered, .. } => (order, Step::Delivered),
            Event::OrderMoved { order, stage: Stage::Completed, .. } => (order, Step::Completed),
            Event::OrderMoved { order, stage: Stage::Cancelled(reason), .. } => {
                bail!("order {order} was cancelled: {reason:?}")
            }
            Event::HoldMoved { order, hold: HoldState::Captured(_), .. } => (order, Step::Paid),
            _ => return Ok(None),
        };
        let Some(number) = self.by_id.get(&id).copied() else { return Ok(None) };
        let order = &mut self.orders[number];
        order.steps[step as usize].get_or_insert(at);
        let Pair { buyer, seller, .. } = self.pairs[order.pair];
        match step {
            Step::Funded => {
                for call in calls::accept_and_deliver(id) {
                    self.sign(seller, call);
                }
            }
            Step::Delivered => self.sign(buyer, calls::complete(id)),
            Step::Placed | Step::Completed | Step::Paid => {}
        }
        Ok(Some(step))
    }
}

/// The only listing of a seller.
async fn listing_of(shard: &Shard, seller: &Member) -> Result<ListingId> {
    let query = SearchQuery { owner: Some(seller.did()), ..Default::default() };
    let arguments = (query, Vec::<CooperativeId>::new(), None::<SearchCursor>, 1u32);
    let page: SearchPage =
        measure::runtime(&shard.client, "MarketplaceApi_search", &arguments, None).await?;
    Ok(page.listings.first().context("a seller has no listing")?.id)
}

/// How long the runtime takes for the final blocks from `first` on, without what as many empty ones
/// take: for transactions, messages and all that they set off.
async fn execution(shard: &Shard, first: u32) -> Result<Duration> {
    let (last, _) = shard.finalized().await?;
    let (mut blocks, mut all, mut empty) = (0, Duration::ZERO, Duration::MAX);
    for number in first..=last {
        let block = StoredBlock::read(&shard.client, number).await?;
        let execution = block.execution_time(&shard.client).await?;
        (blocks, all, empty) = (blocks + 1, all + execution, empty.min(execution));
    }
    ensure!(blocks > 0, "nothing became final on {}", shard.name);
    Ok(all.saturating_sub(empty * blocks))
}
