//! Who may use what a cooperative shares.

use icn_primitives::{resources::MAX_ACCESS, CooperativeId};
use subxt::dynamic::Value;

use super::coop;
use crate::encoding::{self, list, unit};

/// Who may use a resource: `owner`, `federation`, or `0,2`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Access {
    /// Members of its owner.
    Owner,
    /// Members of every cooperative.
    Federation,
    /// Members of its owner and of these, in ascending order.
    Cooperatives(Vec<CooperativeId>),
}

/// Who may use a resource, in a word.
pub fn access(text: &str) -> std::result::Result<Access, String> {
    match text {
        "owner" => Ok(Access::Owner),
        "federation" => Ok(Access::Federation),
        numbers => {
            let ids = numbers
                .split(',')
                .map(|id| coop::id(id.trim()))
                .collect::<std::result::Result<Vec<_>, _>>();
            let mut ids = ids.ok().filter(|ids| ids.len() <= MAX_ACCESS as usize).ok_or_else(|| {
                format!("this is \"owner\", \"federation\", or {MAX_ACCESS} cooperatives at most beside the owner: 0,2")
            })?;
            ids.sort_unstable();
            ids.dedup();
            Ok(Access::Cooperatives(ids))
        }
    }
}

impl Access {
    /// As the chain takes it.
    pub fn value(&self) -> Value {
        match self {
            Self::Owner => unit("Owner"),
            Self::Federation => unit("Federation"),
            Self::Cooperatives(ids) => {
                let ids = list(ids.iter().map(|id| encoding::cooperative(*id)));
                Value::unnamed_variant("Cooperatives", [ids])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_use_it_is_named_in_a_word() {
        let two = Access::Cooperatives(vec![CooperativeId(0), CooperativeId(2)]);
        assert_eq!(access("2, 0,2"), Ok(two));
        assert_eq!(access("owner"), Ok(Access::Owner));
        for bad in ["", "all", "0;2"] {
            assert!(access(bad).is_err(), "{bad}");
        }
    }
}
