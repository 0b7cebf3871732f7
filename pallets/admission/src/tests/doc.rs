//! The page for members and operators says what the code says.

use icn_primitives::{admission::Amount, Refusal};

use crate::{
    quota::{MAX_COOPERATIVE_BLOCKS, MAX_REFILL, SMALLEST_MINIMUM},
    QuotaParameters,
};

const PAGE: &str = include_str!("../../../../docs/admission.md");

/// The cells of the table's row that begins with `first`.
fn row(first: &str) -> Vec<&'static str> {
    let rows: Vec<Vec<&str>> = PAGE
        .lines()
        .filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'))
        .map(|line| line.split('|').map(str::trim).collect())
        .filter(|cells: &Vec<&str>| cells[0] == first && cells.len() == 4)
        .collect();
    assert_eq!(rows.len(), 1, "one row begins with {first}");
    rows[0].clone()
}

#[test]
fn the_page_has_every_refusal_with_its_number_and_sentence() {
    for refusal in Refusal::ALL {
        let row = row(&refusal.code().to_string());
        assert_eq!(row[1], format!("`{refusal:?}`"));
        assert_eq!(row[2], refusal.sentence());
    }
}

#[test]
fn the_page_has_no_refusal_that_does_not_exist() {
    let numbers = PAGE
        .split("## Refusals")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next())
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next()?.parse::<u8>().ok())
        .collect::<Vec<_>>();
    assert_eq!(numbers, Refusal::ALL.map(Refusal::code));
}

#[test]
fn the_page_has_every_parameter_with_its_default_and_bounds() {
    let defaults = QuotaParameters::for_block(Amount { weight: u64::MAX, bytes: u64::MAX });
    let json = serde_json::to_value(&defaults).unwrap();
    for (name, value) in json.as_object().unwrap() {
        let row = row(&format!("`{name}`"));
        match name.as_str() {
            // These follow from the runtime's blocks.
            "block" | "federation" => assert_eq!(row[2], "at least `ownMinimum`"),
            "ownMinimum" => {
                let default = row[1].trim_matches('`');
                assert_eq!(&serde_json::from_str::<serde_json::Value>(default).unwrap(), value);
                assert!(row[2].contains(&SMALLEST_MINIMUM.weight.to_string()));
                assert!(row[2].contains(&SMALLEST_MINIMUM.bytes.to_string()));
            }
            _ => assert_eq!(row[1], format!("`{value}`"), "{name}"),
        }
    }
    assert!(row("`cooperativeBlocks`")[2].ends_with(&format!(" {MAX_COOPERATIVE_BLOCKS}")));
    for name in ["`blockTime`", "`ownRefill`"] {
        assert!(row(name)[2].ends_with(&format!(" {MAX_REFILL}")));
    }
}

#[test]
fn the_pages_example_is_what_the_formulas_give() {
    let block = Amount { weight: 1_170_000_000_000, bytes: 4_718_592 };
    let parameters = QuotaParameters::for_block(block);
    let bytes = |text: &str| -> u64 {
        let (_, bytes) = text.split_once(", ").unwrap();
        bytes.strip_suffix(" bytes").unwrap().replace(',', "").parse().unwrap()
    };
    for cooperatives in [1, 4, 10, 100u32] {
        let line = PAGE
            .lines()
            .find(|line| line.starts_with(&format!("| {cooperatives} | ")) && line.contains("ms"))
            .unwrap();
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let holder = icn_primitives::admission::QuotaHolder::Operator(Default::default());
        assert_eq!(bytes(cells[1]), parameters.cooperative(cooperatives).full.bytes);
        assert_eq!(bytes(cells[2]), parameters.own(&holder, cooperatives).full.bytes);
    }
}
