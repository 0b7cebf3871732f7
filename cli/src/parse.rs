//! Arguments in the forms in which people write them.

use icn_primitives::{
    did::DID_KEY_PREFIX,
    reputation::{Category, Millionths},
    AccountId, Did, Hash, Moment, PublicKey, DAY, HOUR, MINUTE,
};
use polkadot_sdk::sp_core::crypto::Ss58Codec;

/// A hash: `0x` and 64 hexadecimal digits.
pub fn hash(text: &str) -> Result<Hash, String> {
    let bytes = hex_bytes(text)?;
    let bytes: [u8; 32] =
        bytes.try_into().map_err(|_| "a hash is \"0x\" and 64 hexadecimal digits".to_string())?;
    Ok(Hash::from(bytes))
}

/// Bytes: `0x` and hexadecimal digits.
pub fn hex_bytes(text: &str) -> Result<Vec<u8>, String> {
    let digits = text.strip_prefix("0x").ok_or("bytes begin with \"0x\"")?;
    if digits.len() % 2 != 0 || !digits.bytes().all(|c| c.is_ascii_hexdigit()) {
        return Err("after \"0x\" come pairs of hexadecimal digits".into());
    }
    let pair = |place: usize| u8::from_str_radix(&digits[place..place + 2], 16);
    (0..digits.len()).step_by(2).map(|place| pair(place).map_err(|e| e.to_string())).collect()
}

/// Bytes as [`hex_bytes`] reads them.
pub fn to_hex(bytes: &[u8]) -> String {
    // Into one buffer: a runtime has a million bytes.
    let mut text = String::with_capacity(2 + 2 * bytes.len());
    text.push_str("0x");
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(digit.into(), 16));
        }
    }
    text
}

/// A public key: multibase, or the `did:key` or `did:icn` that is named after it.
pub fn public_key(text: &str) -> Result<PublicKey, String> {
    let id = text.strip_prefix(DID_KEY_PREFIX).unwrap_or(text);
    let id = id.strip_prefix(icn_primitives::did::PREFIX).unwrap_or(id);
    PublicKey::from_multibase(id).map_err(|why| why.to_string())
}

/// An account: SS58, `0x` and its 32 bytes, or a DID for the account of its first key.
pub fn account(text: &str) -> Result<AccountId, String> {
    if let Ok(did) = text.parse::<Did>() {
        return Ok(did.0.account());
    }
    if text.starts_with("0x") {
        let bytes: [u8; 32] =
            hex_bytes(text)?.try_into().map_err(|_| "an account has 32 bytes".to_string())?;
        return Ok(AccountId::new(bytes));
    }
    AccountId::from_ss58check(text)
        .map_err(|_| "an account is an SS58 address, \"0x\" and 32 bytes, or a DID".into())
}

/// A stretch of time: a whole number and `ms`, `s`, `min`, `h` or `d`.
pub fn duration(text: &str) -> Result<Moment, String> {
    let wrong = || "a duration is a whole number and ms, s, min, h or d: 30d".to_string();
    let digits = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let (number, unit) = text.split_at(digits);
    let unit = match unit {
        "ms" => 1,
        "s" => 1000,
        "min" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        _ => return Err(wrong()),
    };
    let number: Moment = number.parse().map_err(|_| wrong())?;
    number.checked_mul(unit).ok_or_else(wrong)
}

/// A part of the whole, in millionths: `40%` or `0.4`.
pub fn share(text: &str) -> Result<u32, String> {
    let wrong = || "a part of the whole is 40% or 0.4".to_string();
    let (digits, whole) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), 100),
        None => (text, 1),
    };
    let Millionths(parts) = digits.parse().map_err(|_| wrong())?;
    Some(parts / whole)
        .filter(|share| share * whole == parts && *share <= Millionths::ONE.0)
        .ok_or_else(wrong)
}

/// A number of bytes: `500`, or with a unit, `64GiB`; `10GB` are ten thousand million.
pub fn size(text: &str) -> Result<u64, String> {
    let wrong = || "a size is a whole number, or with a unit: 64GiB".to_string();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim() {
        "" | "B" => 1,
        unit => SIZES.iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?.1,
    };
    number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit)).ok_or_else(wrong)
}

/// Units of sizes, in bytes, the largest of each kind first.
pub const SIZES: [(&str, u64); 8] = [
    ("TiB", 1 << 40),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("kB", 1_000),
];

/// A category of reputation, with hyphens or underscores.
pub fn category(text: &str) -> Result<Category, String> {
    Category::from_name(&text.replace('-', "_"))
        .ok_or_else(|| format!("a category is {}", Category::ALL.map(Category::name).join(", ")))
}

/// A libp2p peer id, in its binary form.
pub fn peer_id(text: &str) -> Result<Vec<u8>, String> {
    let bytes = bs58::decode(text).into_vec();
    match bytes {
        Ok(bytes) if (34..=64).contains(&bytes.len()) => Ok(bytes),
        _ => Err("a peer id is base58, as nodes print it: 12D3KooW…".into()),
    }
}

/// A line that people can read: a title, a reason, a name, of so many bytes at most.
pub fn line(text: &str, longest: u32) -> Result<&str, String> {
    if text.len() > longest as usize {
        Err(format!("\"{text}\" is longer than {longest} bytes"))
    } else if icn_primitives::membership::is_legal_name(text.as_bytes()) {
        Ok(text)
    } else {
        Err(format!("\"{text}\" must be visible, in one line, without space around it"))
    }
}

/// A skill tag.
pub fn skill(text: &str) -> Result<String, String> {
    let good = icn_primitives::membership::is_skill(text.as_bytes())
        && text.len() <= icn_primitives::membership::MAX_SKILL as usize;
    good.then(|| text.to_string())
        .ok_or_else(|| "a skill is at most 32 lower-case letters, digits and hyphens".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(duration("30d"), Ok(30 * DAY));
        assert_eq!(duration("90s"), Ok(90_000));
        for bad in ["", "30", "d", "-1d", "1.5h", "1y", "99999999999999999999d"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_part_of_the_whole_is_written_in_two_ways() {
        for (text, parts) in
            [("40%", 400_000), ("0.4", 400_000), ("33.3333 %", 333_333), ("1", 1_000_000), ("0", 0)]
        {
            assert_eq!(share(text), Ok(parts), "{text}");
        }
        for bad in ["", "%", "40", "101%", "1.1", "-1%", "0.0000001", "33.33333%", "a%"] {
            assert!(share(bad).is_err(), "{bad}");
        }
        assert_eq!(category("budget-management"), Ok(Category::BudgetManagement));
        assert!(category("karma").is_err());
    }

    #[test]
    fn sizes_have_units_or_none() {
        for (text, bytes) in
            [("0", 0), ("500", 500), ("3kB", 3_000), ("64GiB", 64 << 30), ("1 TiB", 1 << 40)]
        {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for bad in ["", "GiB", "-1", "1.5GiB", "1XB", "99999999999TiB"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_account_is_written_in_three_ways() {
        let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        let account = super::account(alice).unwrap();
        assert_eq!(super::account(&to_hex(account.as_ref())).unwrap(), account);
        let did = Did(icn_primitives::SigningKey::Sr25519(account.clone().into()));
        assert_eq!(super::account(&did.to_string()).unwrap(), account);
        assert!(super::account("alice").is_err());
    }

    #[test]
    fn hashes_and_peer_ids_are_checked() {
        assert_eq!(hash(&format!("0x{}", "01".repeat(32))), Ok(Hash::repeat_byte(1)));
        assert!(hash("0x01").is_err());
        assert!(hex_bytes("0xé1").is_err());
        assert!(hex_bytes("0x123").is_err());
        assert!(peer_id("12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp").is_ok());
        assert!(peer_id("0").is_err());
    }
}
