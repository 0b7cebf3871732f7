//! What is created and changed on the marketplace: listings and orders.

use clap::{Args, ValueEnum};
use icn_primitives::{
    ledger::{Key, Money},
    marketplace::{
        text::{category, is_title},
        ListingCategory, MAX_CATEGORY, MAX_TITLE,
    },
    CooperativeId, Did, Moment,
};
use serde_json::Value as Json;
use subxt::dynamic::Value;

use super::act_name::ActName;
use crate::{
    chain::Chain,
    content::{content, Content},
    context::Context,
    encoding::{self, bytes, hash, number, unit, Fields},
    failure::{Failure, Result},
    kept,
    known::Acting,
    money::{self, CurrencyName, Hub},
    report::word,
    submission::Call,
    time::{when, When},
};

/// Whether something is offered or wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Kind {
    /// You sell.
    Offer,
    /// You buy.
    Want,
}

impl Kind {
    /// As the chain takes it.
    pub fn value(self) -> Value {
        unit(match self {
            Self::Offer => "Offer",
            Self::Want => "Want",
        })
    }
}

/// Who may order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum Visibility {
    /// Members of your cooperative alone.
    Cooperative,
    /// Members of every cooperative.
    #[default]
    Federation,
}

impl Visibility {
    fn value(self) -> Value {
        unit(match self {
            Self::Cooperative => "Cooperative",
            Self::Federation => "Federation",
        })
    }
}

/// A title. Bytes of UTF-8 on the chain.
fn title(text: &str) -> std::result::Result<String, String> {
    let fits = text.len() <= MAX_TITLE as usize && is_title(text.as_bytes());
    fits.then(|| text.to_string()).ok_or_else(|| {
        format!("a title is a line with a word in it, of {MAX_TITLE} bytes at most, without space around it")
    })
}

/// A category, in the form in which the chain stores it.
pub fn listing_category(text: &str) -> std::result::Result<ListingCategory, String> {
    category(text.as_bytes()).ok_or_else(|| {
        format!(
            "a category is words of letters, digits and hyphens, of {MAX_CATEGORY} bytes at most"
        )
    })
}

/// A new listing.
#[derive(Args, Debug)]
pub struct NewListing {
    /// Whether you offer or want it.
    #[arg(value_enum, value_name = "KIND")]
    listing_kind: Kind,
    /// What it is called; its words are searched for.
    #[arg(value_parser = title)]
    title: String,
    /// What one of it costs: 12.50.
    #[arg(long, value_name = "AMOUNT")]
    price: String,
    /// In which currency: 0:HOURS, or with its digits behind the point, 0:HOURS:2.
    #[arg(long, value_parser = money::currency)]
    currency: CurrencyName,
    #[command(flatten)]
    hub: Hub,
    /// How many there are, or are wanted.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    quantity: u64,
    /// Where it belongs: bread.
    #[arg(long, value_parser = listing_category)]
    category: ListingCategory,
    /// Its description: a hash, or a file of which the SHA-256 hash is taken.
    #[arg(long, value_name = "HASH|FILE", value_parser = content)]
    description: Option<Content>,
    /// Who may order.
    #[arg(long, value_enum, default_value_t)]
    visible: Visibility,
    /// From when on it can't be ordered: 30d, or 2026-12-24T18:00Z.
    #[arg(long, value_name = "WHEN", value_parser = when, default_value = "30d")]
    expires: When,
    #[command(flatten)]
    acting: Acting,
    #[command(flatten)]
    name: ActName,
}

impl NewListing {
    /// The call that creates it, and its name.
    pub async fn call(self, context: &Context, chain: &Chain) -> Result<(Call, Key)> {
        let (owner, cooperative) = self.acting.party(context, chain).await?;
        let price = self.hub.money(self.currency, &self.price).await?;
        let expires_at = self.expires.moment(chain).await?;
        self.call_with(&owner, cooperative, &price, expires_at)
    }

    fn call_with(
        self,
        owner: &Did,
        cooperative: CooperativeId,
        price: &Money,
        expires_at: Moment,
    ) -> Result<(Call, Key)> {
        let description = self.description.as_ref().map(Content::hash).transpose()?;
        let terms = Value::named_composite([
            ("title", bytes(self.title)),
            ("description", hash(&description.unwrap_or_default())),
            ("category", bytes(&self.category[..])),
            ("price", encoding::money(price)),
            ("visibility", self.visible.value()),
            ("expires_at", number(expires_at)),
        ]);
        let key = self.name.key();
        let fields = vec![
            ("owner", encoding::did(owner)),
            ("cooperative", encoding::cooperative(cooperative)),
            ("kind", self.listing_kind.value()),
            ("terms", terms),
            ("quantity", number(self.quantity)),
            ("key", bytes(key)),
        ];
        Ok((Call::new("Marketplace", "create_listing", fields), key))
    }
}

/// What is to change of a listing.
#[derive(Args, Debug)]
pub struct NewTerms {
    /// The listing's number.
    listing: u64,
    /// What it is called.
    #[arg(long, value_parser = title)]
    title: Option<String>,
    /// What one of it costs, in its currency or in the one that is named.
    #[arg(long, value_name = "AMOUNT")]
    price: Option<String>,
    /// In which currency: 0:HOURS, or with its digits behind the point, 0:HOURS:2.
    #[arg(long, value_parser = money::currency, requires = "price")]
    currency: Option<CurrencyName>,
    #[command(flatten)]
    hub: Hub,
    /// How many can be ordered, beside those that are kept for orders.
    #[arg(long, value_name = "NUMBER")]
    quantity: Option<u64>,
    /// Where it belongs.
    #[arg(long, value_parser = listing_category)]
    category: Option<ListingCategory>,
    /// Its description: a hash, or a file of which the SHA-256 hash is taken.
    #[arg(long, value_name = "HASH|FILE", value_parser = content)]
    description: Option<Content>,
    /// Who may order.
    #[arg(long, value_enum)]
    visible: Option<Visibility>,
    /// From when on it can't be ordered: 30d, or 2026-12-24T18:00Z.
    #[arg(long, value_name = "WHEN", value_parser = when)]
    expires: Option<When>,
}

impl NewTerms {
    /// The listing's number.
    pub fn listing(&self) -> u64 {
        self.listing
    }

    /// The call that changes it; `view` is the listing now, in both forms.
    pub async fn call(self, chain: &Chain, json: &Json, view: &Value) -> Result<Call> {
        let price = match (&self.price, self.currency) {
            (None, _) => None,
            (Some(price), Some(currency)) => {
                Some(encoding::money(&self.hub.money(currency, price).await?))
            }
            (Some(price), None) => {
                let units = units_of(price, &json["listing"]["terms"]["price"]["currency"])?;
                let now = kept::member(view, &["listing", "terms", "price"])?;
                Some(kept::with(now, vec![("amount", encoding::balance(units))])?)
            }
        };
        let expires_at = match self.expires {
            Some(expires) => Some(expires.moment(chain).await?),
            None => None,
        };
        self.call_with(json, view, price, expires_at)
    }

    fn call_with(
        self,
        json: &Json,
        view: &Value,
        price: Option<Value>,
        expires_at: Option<Moment>,
    ) -> Result<Call> {
        let description = self.description.as_ref().map(Content::hash).transpose()?;
        let changes = [
            ("title", self.title.map(bytes)),
            ("description", description.as_ref().map(hash)),
            ("category", self.category.as_ref().map(|category| bytes(&category[..]))),
            ("price", price),
            ("visibility", self.visible.map(Visibility::value)),
            ("expires_at", expires_at.map(number)),
        ];
        let changes: Fields =
            changes.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        let listing = kept::member(view, &["listing"])?;
        let quantity = match self.quantity {
            Some(quantity) => number(quantity),
            None => kept::member(listing, &["available"])?.clone(),
        };
        let fields = vec![
            ("id", number(self.listing)),
            ("version", version(json)?),
            ("terms", kept::with(kept::member(listing, &["terms"])?, changes)?),
            ("quantity", quantity),
        ];
        Ok(Call::new("Marketplace", "update_listing", fields))
    }
}

/// The version of a listing's terms that was read.
fn version(view: &Json) -> Result<Value> {
    let version = view["listing"]["version"].as_u64();
    version.map(number).ok_or_else(|| Failure::refused("the listing has no version"))
}

/// An amount in a currency that was decoded, in its smallest units.
pub fn units_of(amount: &str, currency: &Json) -> Result<i128> {
    let decimals = currency["decimals"].as_u64().and_then(|digits| digits.try_into().ok());
    let decimals = decimals.ok_or_else(|| {
        Failure::refused(format!("the chain says no currency: {}", word(currency)))
    })?;
    money::amount(amount, decimals).map_err(Failure::usage)
}

/// A new order.
#[derive(Args, Debug)]
pub struct NewOrder {
    /// The listing's number.
    listing: u64,
    /// How many.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    quantity: u64,
    /// The version of its terms that you have read; the one that stands there now if it isn't given.
    #[arg(long, value_name = "NUMBER")]
    expected_version: Option<u32>,
    #[command(flatten)]
    acting: Acting,
    #[command(flatten)]
    name: ActName,
}

impl NewOrder {
    /// The listing's number.
    pub fn listing(&self) -> u64 {
        self.listing
    }

    /// Who orders, in which cooperative.
    pub async fn party(&self, context: &Context, chain: &Chain) -> Result<(Did, CooperativeId)> {
        self.acting.party(context, chain).await
    }

    /// The call that orders it, and its name.
    pub fn call(self, view: &Json, party: &Did, cooperative: CooperativeId) -> Result<(Call, Key)> {
        let version = match self.expected_version {
            Some(version) => number(version),
            None => version(view)?,
        };
        let key = self.name.key();
        let fields = vec![
            ("listing", number(self.listing)),
            ("version", version),
            ("quantity", number(self.quantity)),
            ("party", encoding::did(party)),
            ("cooperative", encoding::cooperative(cooperative)),
            ("key", bytes(key)),
        ];
        Ok((Call::new("Marketplace", "place_order", fields), key))
    }
}

/// What is done with an order that has to be named alone.
pub fn order_act(name: &str, order: u64) -> Call {
    Call::new("Marketplace", name, vec![("order", number(order))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime_calls::{decoded_value, understood};
    use clap::Parser;
    use icn_primitives::{
        ledger::CurrencyId,
        marketplace::{
            Availability, Listing, ListingId, ListingKind, ListingStatus, ListingTerms,
            ListingView, RatingSum, Visibility as OnChain,
        },
        Hash, SigningKey,
    };
    use icn_runtime::RuntimeCall;
    use pallet_marketplace::Call as Marketplace;

    #[derive(Parser)]
    enum Line {
        Create(Box<NewListing>),
        Update(Box<NewTerms>),
        Order(NewOrder),
    }

    fn line(text: &str) -> Line {
        Line::try_parse_from(std::iter::once("icn").chain(text.split(' '))).unwrap()
    }

    fn ada() -> Did {
        Did::from_key(SigningKey::Sr25519([1; 32]))
    }

    fn money(amount: i128) -> Money {
        let currency =
            CurrencyId { issuer: CooperativeId(0), code: "HOURS".parse().unwrap(), decimals: 2 };
        Money { currency, amount }
    }

    fn terms(title: &str) -> ListingTerms {
        ListingTerms {
            title: title.as_bytes().to_vec().try_into().unwrap(),
            description: Hash::zero(),
            category: b"fresh bread".to_vec().try_into().unwrap(),
            price: money(300),
            visibility: OnChain::Federation,
            expires_at: 9,
        }
    }

    fn view() -> ListingView {
        let listing = Listing {
            owner: ada(),
            cooperative: CooperativeId(2),
            kind: ListingKind::Offer,
            terms: terms("Loaves"),
            version: 4,
            status: ListingStatus::Open,
            available: 10,
            reserved: 0,
            traded: 0,
            orders: 0,
            created_at: 0,
            due: 9,
            key: [0; 32],
        };
        let id = ListingId(3);
        let rating = RatingSum::default();
        ListingView {
            id,
            listing,
            availability: Availability::Available,
            owner_active: true,
            rating,
        }
    }

    #[test]
    fn the_runtime_reads_a_new_listing() {
        let text = "create want Loaves --price 3.00 --currency 0:HOURS --category Fresh-Bread --quantity 10 --visible cooperative --act 0x0101010101010101010101010101010101010101010101010101010101010101";
        let Line::Create(new) = line(text) else { panic!("another command") };
        let (call, key) = new.call_with(&ada(), CooperativeId(2), &money(300), 9).unwrap();
        let category = b"fresh-bread".to_vec().try_into().unwrap();
        let visibility = OnChain::Cooperative;
        let expected = Marketplace::create_listing {
            owner: ada(),
            cooperative: CooperativeId(2),
            kind: ListingKind::Want,
            terms: ListingTerms { category, visibility, ..terms("Loaves") },
            quantity: 10,
            key: [1; 32],
        };
        assert_eq!(understood(call), RuntimeCall::Marketplace(expected));
        assert_eq!(key, [1; 32]);
    }

    #[test]
    fn what_isnt_named_of_a_listing_stays() {
        let (json, value) = decoded_value(&Some(view()));
        let update = |text: &str, price| {
            let Line::Update(new) = line(text) else { panic!("another command") };
            understood(new.call_with(&json, &value, price, None).unwrap())
        };
        let expected = |terms, quantity| {
            let id = ListingId(3);
            RuntimeCall::Marketplace(Marketplace::update_listing {
                id,
                version: 4,
                terms,
                quantity,
            })
        };
        assert_eq!(update("update 3", None), expected(terms("Loaves"), 10));
        assert_eq!(
            update("update 3 --title Rolls --quantity 5", None),
            expected(terms("Rolls"), 5)
        );
        let price = Some(encoding::money(&money(450)));
        let dearer = ListingTerms { price: money(450), ..terms("Loaves") };
        assert_eq!(update("update 3 --price 4.50", price), expected(dearer, 10));
        assert_eq!(units_of("4.5", &json["listing"]["terms"]["price"]["currency"]), Ok(450));
    }

    #[test]
    fn an_order_is_of_what_was_read() {
        let (json, _) = decoded_value(&Some(view()));
        for (text, version) in
            [("order 3 --quantity 2", 4), ("order 3 --quantity 2 --expected-version 1", 1)]
        {
            let Line::Order(new) = line(text) else { panic!("another command") };
            let (call, key) = new.call(&json, &ada(), CooperativeId(5)).unwrap();
            let expected = Marketplace::place_order {
                listing: ListingId(3),
                version,
                quantity: 2,
                party: ada(),
                cooperative: CooperativeId(5),
                key,
            };
            assert_eq!(understood(call), RuntimeCall::Marketplace(expected));
        }
    }

    #[test]
    fn titles_and_categories_are_checked_before_anything_is_sent() {
        assert!(title("Ten loaves").is_ok());
        for bad in ["", " x", "!?", "a\nb", &"a".repeat(129)] {
            assert!(title(bad).is_err(), "{bad}");
        }
        assert_eq!(listing_category(" Fresh  Bread").unwrap().to_vec(), b"fresh bread");
        assert!(listing_category("bread & rolls").is_err());
    }
}
