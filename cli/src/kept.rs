//! What is changed in part: the rest goes back to the chain as it came from there.

use subxt::{
    dynamic::Value,
    ext::scale_value::{Composite, ValueDef},
};

use crate::{
    encoding::Fields,
    failure::{Failure, Result},
};

/// The member of `value` that these names lead to; through what there is of something optional.
pub fn member<'a>(value: &'a Value, names: &[&str]) -> Result<&'a Value> {
    let mut found = value;
    for name in names {
        found = named(present(found), name).ok_or_else(|| {
            Failure::refused(format!("the chain's answer has no {name}: is it an ICN chain?"))
        })?;
    }
    Ok(found)
}

/// What is in `Some`.
fn present(value: &Value) -> &Value {
    match &value.value {
        ValueDef::Variant(variant) if variant.name == "Some" => {
            variant.values.values().next().unwrap_or(value)
        }
        _ => value,
    }
}

/// What a variant with named members holds, as a composite of them.
pub fn inner(value: &Value) -> Option<Value> {
    match &value.value {
        ValueDef::Variant(variant) => {
            Some(Value { value: ValueDef::Composite(variant.values.clone()), context: () })
        }
        _ => None,
    }
}

fn named<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let ValueDef::Composite(Composite::Named(members)) = &value.value else { return None };
    members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// `value` with other values for these members.
pub fn with(value: &Value, changes: Fields) -> Result<Value> {
    let mut changed = value.clone();
    let ValueDef::Composite(Composite::Named(members)) = &mut changed.value else {
        return Err(Failure::refused("the chain's answer isn't what it was taken for"));
    };
    for (name, new) in changes {
        let member = members.iter_mut().find(|(known, _)| known == name);
        let (_, old) =
            member.ok_or_else(|| Failure::refused(format!("the chain's answer has no {name}")))?;
        *old = new;
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::{number, option};

    #[test]
    fn what_isnt_named_stays() {
        let terms = Value::named_composite([("a", number(1u8)), ("b", number(2u8))]);
        let view = option(Some(Value::named_composite([("terms", terms)])));
        let found = member(&view, &["terms"]).unwrap();
        let changed = with(found, vec![("b", number(3u8))]).unwrap();
        assert_eq!(member(&changed, &["a"]).unwrap(), &number(1u8));
        assert_eq!(member(&changed, &["b"]).unwrap(), &number(3u8));
        assert!(member(&view, &["terms", "c"]).is_err());
        assert!(with(found, vec![("c", number(3u8))]).is_err());
        assert!(with(&view, Vec::new()).is_err());
        let variant = Value::named_variant("PerHour", [("price", number(5u8))]);
        let held = inner(&variant).unwrap();
        assert_eq!(member(&held, &["price"]).unwrap(), &number(5u8));
    }
}
