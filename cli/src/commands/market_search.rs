//! Searching the marketplace, page by page.

use clap::{Args, ValueEnum};
use icn_primitives::{
    ledger::{Balance, CurrencyId, MAX_AMOUNT},
    marketplace::{text::WORD, ListingCategory, MAX_TITLE},
    CooperativeId, Did,
};
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

use super::{
    coop,
    market_acts::{listing_category, Kind},
};
use crate::{
    chain::Chain,
    encoding::{self, balance, bytes, list, number, option, unit},
    failure::{Failure, Result},
    known::{self, Party},
    money::{self, CurrencyName, Hub},
    parse,
    report::word,
};

/// Which page is shown.
#[derive(Args, Debug)]
pub struct Page {
    /// As a member of this cooperative, to see what is for its members; once for each.
    #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
    viewer: Vec<CooperativeId>,
    /// Go on where a page has ended: what it says at its end, for the same search.
    #[arg(long, value_name = "CURSOR", value_parser = cursor)]
    after: Option<Cursor>,
    /// How many, at most.
    #[arg(long, default_value_t = 50)]
    limit: u32,
}

/// What is searched for.
#[derive(Args, Debug)]
pub struct Search {
    /// Words that begin a word of the title, all of them.
    text: Vec<String>,
    /// Offers or wants.
    #[arg(long = "only", value_name = "KIND", value_enum)]
    only: Option<Kind>,
    /// In this category.
    #[arg(long, value_parser = listing_category)]
    category: Option<ListingCategory>,
    /// Of members of this cooperative.
    #[arg(long, value_name = "NUMBER", value_parser = coop::id)]
    cooperative: Option<CooperativeId>,
    /// Of this owner: a DID, or coop:N for a cooperative itself.
    #[arg(long, value_name = "PARTY", value_parser = known::party)]
    owner: Option<Party>,
    /// With a price in this currency: 0:HOURS, or with its digits behind the point, 0:HOURS:2.
    #[arg(long, value_parser = money::currency)]
    currency: Option<CurrencyName>,
    /// That costs so much or more.
    #[arg(long, value_name = "AMOUNT", requires = "currency")]
    min_price: Option<String>,
    /// That costs so much or less.
    #[arg(long, value_name = "AMOUNT", requires = "currency")]
    max_price: Option<String>,
    #[command(flatten)]
    hub: Hub,
    /// Where they stand. What has ended is found by its owner alone.
    #[arg(long, value_enum, value_name = "STATE")]
    available: Option<Availability>,
    #[command(flatten)]
    page: Page,
}

/// Where listings stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Availability {
    /// Can be ordered.
    Available,
    /// Nothing is left.
    SoldOut,
    /// Taken back.
    Withdrawn,
    /// Its time has passed.
    Expired,
}

impl Availability {
    fn name(self) -> &'static str {
        match self {
            Self::Available => "Available",
            Self::SoldOut => "SoldOut",
            Self::Withdrawn => "Withdrawn",
            Self::Expired => "Expired",
        }
    }
}

/// A search, with what the chain was asked about.
#[derive(Default)]
struct Query {
    kind: Option<Kind>,
    category: Option<ListingCategory>,
    cooperative: Option<CooperativeId>,
    owner: Option<Did>,
    /// Currency, lowest and highest price.
    price: Option<(CurrencyId, Balance, Balance)>,
    text: String,
    available: Option<Availability>,
}

impl Query {
    /// As the chain takes it.
    fn value(&self) -> Value {
        let price = self.price.map(|(currency, min, max)| {
            Value::named_composite([
                ("currency", encoding::currency(&currency)),
                ("min", balance(min)),
                ("max", balance(max)),
            ])
        });
        Value::named_composite([
            ("kind", option(self.kind.map(Kind::value))),
            ("category", option(self.category.as_ref().map(|category| bytes(&category[..])))),
            ("cooperative", option(self.cooperative.map(encoding::cooperative))),
            ("owner", option(self.owner.as_ref().map(encoding::did))),
            ("price", option(price)),
            ("text", bytes(&self.text)),
            ("availability", option(self.available.map(|state| unit(state.name())))),
        ])
    }
}

impl Page {
    /// What this owner has, ended or not.
    pub async fn of_owner(&self, chain: &Chain, owner: &Did) -> Result<Json> {
        self.of(chain, &Query { owner: Some(*owner), ..Query::default() }).await
    }

    /// This page of what is found: `{"listings", "next"}`, with the cursor as it can be given.
    async fn of(&self, chain: &Chain, query: &Query) -> Result<Json> {
        let args = vec![
            query.value(),
            list(self.viewer.iter().map(|id| encoding::cooperative(*id))),
            option(self.after.as_ref().map(Cursor::value)),
            number(self.limit),
        ];
        let page = chain.api("MarketplaceApi", "search", args).await?;
        Ok(json!({ "listings": page["listings"], "next": cursor_text(&page["next"]) }))
    }
}

impl Search {
    /// A page of what is found.
    pub async fn run(self, chain: &Chain) -> Result<Json> {
        let price = match self.currency {
            None => None,
            Some(named) => {
                let currency = self.hub.find(named).await?;
                Some(price_range(currency, self.min_price.as_deref(), self.max_price.as_deref())?)
            }
        };
        let owner = match self.owner {
            Some(owner) => Some(owner.did(chain).await?),
            None => None,
        };
        let text = self.text.join(" ");
        if text.len() > MAX_TITLE as usize {
            return Err(Failure::usage(format!(
                "words to search for have {MAX_TITLE} bytes at most"
            )));
        }
        let query = Query {
            kind: self.only,
            category: self.category,
            cooperative: self.cooperative,
            owner,
            price,
            text,
            available: self.available,
        };
        self.page.of(chain, &query).await
    }
}

fn price_range(
    currency: CurrencyId,
    min: Option<&str>,
    max: Option<&str>,
) -> Result<(CurrencyId, Balance, Balance)> {
    let amount = |text: Option<&str>, otherwise| match text {
        Some(text) => money::amount(text, currency.decimals).map_err(Failure::usage),
        None => Ok(otherwise),
    };
    Ok((currency, amount(min, 0)?, amount(max, MAX_AMOUNT)?))
}

/// Where a search goes on, as it is written: `newest:12`, `word:0x62…:12`, `price:1250:12`.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Cursor {
    /// By numbers alone, in this list.
    Number(&'static str, u64),
    /// By a word.
    Word([u8; WORD], u64),
    /// By a price.
    Price(Balance, u64),
}

/// Lists of which the listing's number is enough to go on.
const LISTS: [(&str, &str); 4] = [
    ("newest", "Newest"),
    ("owner", "Owner"),
    ("cooperative", "Cooperative"),
    ("category", "Category"),
];

/// A cursor as a page has shown it.
fn cursor(text: &str) -> std::result::Result<Cursor, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let known = |name: &str| LISTS.iter().find(|(known, _)| *known == name).map(|(_, name)| *name);
    let read = || match parts.as_slice() {
        ["word", word, id] => {
            let word = parse::hex_bytes(word).ok()?.try_into().ok()?;
            Some(Cursor::Word(word, id.parse().ok()?))
        }
        ["price", price, id] => Some(Cursor::Price(price.parse().ok()?, id.parse().ok()?)),
        [list, id] => Some(Cursor::Number(known(list)?, id.parse().ok()?)),
        _ => None,
    };
    read().ok_or_else(|| format!("\"{text}\" is no cursor: they are what a page shows at its end"))
}

/// A cursor that was decoded, as it can be given; `null` if there is nothing more.
fn cursor_text(json: &Json) -> Json {
    let Some((name, place)) = json.as_object().and_then(|object| object.iter().next()) else {
        return Json::Null;
    };
    let places = match place {
        Json::Array(parts) => parts.iter().map(word).collect(),
        one => vec![word(one)],
    };
    format!("{}:{}", name.to_lowercase(), places.join(":")).into()
}

impl Cursor {
    /// As the chain takes it.
    fn value(&self) -> Value {
        match self {
            Self::Number(list, id) => Value::unnamed_variant(*list, [number(*id)]),
            Self::Word(word, id) => Value::unnamed_variant("Word", [bytes(word), number(*id)]),
            Self::Price(price, id) => {
                Value::unnamed_variant("Price", [balance(*price), number(*id)])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime_calls::{decoded_value, read_back};
    use icn_primitives::{
        marketplace::{self, ListingId, ListingKind, PriceRange, SearchCursor, SearchQuery},
        SigningKey,
    };

    #[test]
    fn the_runtime_reads_every_filter() {
        let currency =
            CurrencyId { issuer: CooperativeId(0), code: "HOURS".parse().unwrap(), decimals: 2 };
        let owner = Did::from_key(SigningKey::Ed25519([1; 32]));
        let query = Query {
            kind: Some(Kind::Offer),
            category: Some(listing_category("Bread").unwrap()),
            cooperative: Some(CooperativeId(3)),
            owner: Some(owner),
            price: Some(price_range(currency, Some("1.50"), None).unwrap()),
            text: "fresh loaves".into(),
            available: Some(Availability::SoldOut),
        };
        let expected = SearchQuery {
            kind: Some(ListingKind::Offer),
            category: Some(b"bread".to_vec().try_into().unwrap()),
            cooperative: Some(CooperativeId(3)),
            owner: Some(owner),
            price: Some(PriceRange { currency, min: 150, max: MAX_AMOUNT }),
            text: b"fresh loaves".to_vec().try_into().unwrap(),
            availability: Some(marketplace::Availability::SoldOut),
        };
        assert_eq!(read_back::<SearchQuery>(&query.value()), expected);
        assert_eq!(read_back::<SearchQuery>(&Query::default().value()), SearchQuery::default());
        assert!(price_range(currency, Some("1.505"), None).is_err());
    }

    #[test]
    fn a_search_goes_on_where_a_page_has_ended() {
        let mut word = [0; WORD];
        word[..4].copy_from_slice(b"brea");
        let id = ListingId(12);
        for (place, text) in [
            (SearchCursor::Newest(id), "newest:12".to_string()),
            (SearchCursor::Owner(id), "owner:12".into()),
            (SearchCursor::Cooperative(id), "cooperative:12".into()),
            (SearchCursor::Category(id), "category:12".into()),
            (SearchCursor::Word(word, id), format!("word:{}:12", parse::to_hex(&word))),
            (SearchCursor::Price(1_250, id), "price:1250:12".into()),
            (SearchCursor::Price(MAX_AMOUNT, id), format!("price:{MAX_AMOUNT}:12")),
        ] {
            let (json, _) = decoded_value(&Some(place));
            assert_eq!(cursor_text(&json), text);
            assert_eq!(read_back::<SearchCursor>(&cursor(&text).unwrap().value()), place);
        }
        assert_eq!(cursor_text(&Json::Null), Json::Null);
        for bad in ["", "12", "newest", "oldest:12", "word:0x12:12", "price:x:12", "newest:1:2"] {
            assert!(cursor(bad).is_err(), "{bad}");
        }
    }
}
