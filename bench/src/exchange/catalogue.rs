//! A marketplace that begins with many listings: the runtime creates them in the state of its
//! genesis, as members' transactions would have. It runs alone, on one node without a federation
//! shard: searches need none.

use anyhow::{anyhow, ensure, Context, Result};
use icn_primitives::{
    directory::{DirectoryCooperative, DirectoryMembership, Person},
    ledger::{Balance, Money},
    marketplace::{ListingKind, MarketplaceParameters},
    membership::{CooperativeStatus, MemberStatus, Roles},
    CooperativeId,
};
use icn_runtime::{Runtime, RuntimeOrigin};
use icn_tests::{
    federation::{Federation, Plan, OTHER_SHARDS},
    people,
};
use polkadot_sdk::{
    pallet_timestamp,
    sp_runtime::{traits::Dispatchable, BoundedVec},
};

use super::{calls, market::currency};
use crate::{genesis, signing::Member};

/// How many cooperatives there are.
pub const COOPERATIVES: u32 = 8;
/// How many members of each have listings.
const SELLERS: u32 = 50;
/// Prices are 1 to this, in smallest units, evenly.
pub const HIGHEST: Balance = 100_000;
/// One listing of so many is a want.
const WANTS: u32 = 10;

/// The categories; listings are spread evenly.
pub const CATEGORIES: [&str; 20] = [
    "bread",
    "vegetables",
    "fruit",
    "dairy",
    "tools",
    "machines",
    "repair",
    "care",
    "teaching",
    "transport",
    "housing",
    "energy",
    "software",
    "design",
    "clothing",
    "furniture",
    "books",
    "music",
    "garden",
    "seeds",
];
/// Titles have a word of each of these, and a number.
pub const QUALITIES: [&str; 25] = [
    "fresh", "old", "red", "green", "blue", "large", "small", "light", "heavy", "warm", "cold",
    "sweet", "dry", "soft", "hard", "new", "used", "local", "simple", "fine", "broad", "narrow",
    "quiet", "quick", "slow",
];
pub const THINGS: [&str; 40] = [
    "apple", "barley", "bench", "bicycle", "blanket", "bowl", "bread", "bucket", "cabbage",
    "candle", "chair", "cheese", "coat", "drill", "flour", "fork", "garlic", "hammer", "honey",
    "jacket", "kettle", "ladder", "lamp", "lentil", "mattress", "milk", "needle", "onion", "oven",
    "pear", "plough", "potato", "quilt", "radish", "rope", "saddle", "shovel", "table", "tractor",
    "wagon",
];

/// Draws that are the same in each run, and spread evenly.
pub struct Draws(u64);

impl Draws {
    /// Those of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next bits (SplitMix64).
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// The next number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end.max(1) as u64) as usize
    }

    /// One of these.
    pub fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words.get(self.below(words.len())).copied().unwrap_or_default()
    }
}

/// Starts it, with so many listings.
pub async fn start(listings: u32) -> Result<Federation> {
    let [shard, _] = OTHER_SHARDS;
    let plan = Plan { shards: vec![shard.into()], apart: true, cooperatives: 1, ..Plan::default() };
    let mut federation = Federation::make(plan).await?;
    let spec = federation.chain_directory.join(format!("{shard}.json"));
    eprintln!("creating {listings} listings …");
    genesis::change(&spec, || fill(listings))?;
    let size = std::fs::metadata(&spec)?.len();
    eprintln!("starting a marketplace with a genesis of {} MB …", size / 1_000_000);
    federation.launch().await?;
    Ok(federation)
}

/// Creates the listings in the present state.
fn fill(listings: u32) -> Result<()> {
    pallet_timestamp::Now::<Runtime>::put(people::now()?);
    let rules = MarketplaceParameters { max_listings: u32::MAX, ..Default::default() };
    pallet_marketplace::Parameters::<Runtime>::put(rules);
    let sellers = sellers()?;
    let mut draws = Draws::new(0);
    for number in 0..listings {
        let seller = sellers.get(number as usize % sellers.len()).context("nobody sells")?;
        let title = format!("{} {} {number}", draws.of(&QUALITIES), draws.of(&THINGS));
        let amount = 1 + draws.below(usize::try_from(HIGHEST)?) as Balance;
        let price = Money { currency: currency(CooperativeId(0))?, amount };
        let terms = calls::offer(&title, draws.of(&CATEGORIES), price, people::now()?)?;
        let kind = if number % WANTS == 0 { ListingKind::Want } else { ListingKind::Offer };
        let key = calls::key(number.into());
        let create = calls::create_listing(seller.did(), seller.cooperative(), kind, terms, key);
        create
            .dispatch(RuntimeOrigin::signed(seller.account_id()))
            .map_err(|failed| anyhow!("a listing can't be created: {:?}", failed.error))?;
    }
    let made = pallet_marketplace::NextListing::<Runtime>::get().0;
    ensure!(made == u64::from(listings), "{made} listings were created");
    Ok(())
}

/// Makes cooperatives and members, as the directory has them.
fn sellers() -> Result<Vec<Member>> {
    let mut sellers = Vec::new();
    for number in 0..COOPERATIVES {
        let id = CooperativeId(number);
        let did = people::Person::named(&format!("cooperative {number}"))?.did();
        let status = CooperativeStatus::Active;
        let cooperative = DirectoryCooperative { did, status };
        pallet_directory::Cooperatives::<Runtime>::insert(id, cooperative);
        pallet_directory::CooperativeOfDid::<Runtime>::insert(did, id);
        for index in 0..SELLERS {
            let member = Member::new(id, index)?;
            let membership = DirectoryMembership {
                cooperative: id,
                status: MemberStatus::Active,
                roles: Roles::member(),
            };
            let person = Person {
                keys: BoundedVec::truncate_from(vec![member.did().0]),
                memberships: BoundedVec::truncate_from(vec![membership]),
            };
            pallet_directory::People::<Runtime>::insert(member.did(), person);
            pallet_directory::AccountOwner::<Runtime>::insert(member.account_id(), member.did());
            sellers.push(member);
        }
    }
    pallet_directory::ActiveCooperatives::<Runtime>::put(COOPERATIVES);
    Ok(sellers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_reach_everything_evenly() {
        let mut draws = Draws::new(7);
        let mut counts = [0; 20];
        for _ in 0..20_000 {
            counts[draws.below(20)] += 1;
        }
        assert!(counts.iter().all(|count| (800..1_200).contains(count)), "{counts:?}");
    }
}
