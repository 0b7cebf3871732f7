//! Anchors, providers and commitments for people.

use serde_json::Value as Json;

use super::market_view::in_words;
use crate::report::{moment, size, table, word};

/// A file's length and hashes.
pub fn content_fields(content: &Json) -> Vec<(&'static str, String)> {
    vec![
        ("content root", word(&content["content_root"])),
        ("segment root", word(&content["segment_root"])),
        ("S003 hash", word(&content["s003_hash"])),
        ("length", size(&content["length"])),
        ("chunks", word(&content["chunks"])),
    ]
}

/// Anchors.
pub fn anchors_table(found: &[Json]) -> String {
    let rows = found.iter().map(|anchor| {
        vec![
            word(&anchor["id"]),
            size(&anchor["content"]["length"]),
            format!("{} of {}", word(&anchor["standing"]), word(&anchor["wanted"])),
            moment(&anchor["retain_until"]),
            word(&anchor["content"]["content_root"]),
        ]
    });
    let head = ["anchor", "length", "replicas", "kept until", "content root"];
    table(&head, &rows.collect::<Vec<_>>())
}

/// An anchor, line by line.
pub fn anchor_fields(anchor: &Json) -> Vec<(&'static str, String)> {
    let replicas = format!("{} of {}", word(&anchor["standing"]), word(&anchor["wanted"]));
    let mut lines = vec![
        ("anchor", word(&anchor["id"])),
        ("owner", word(&anchor["owner"])),
        ("replicas", replicas),
        ("anchored", moment(&anchor["anchored_at"])),
        ("kept until", moment(&anchor["retain_until"])),
    ];
    lines.extend(content_fields(&anchor["content"]));
    lines.push(("media type", word(&anchor["media_type"])));
    lines
}

/// What stayed of an anchor, line by line.
pub fn tombstone_fields(tombstone: &Json) -> Vec<(&'static str, String)> {
    let by = match tombstone["by"].get("Owner") {
        Some(person) => word(person),
        None => match tombstone["by"].as_str() {
            Some("Decision") => "a decision of the federation".into(),
            Some("Expiry") => "nobody: its time had passed".into(),
            _ => word(&tombstone["by"]),
        },
    };
    let mut lines = vec![
        ("anchor", format!("{}, removed", word(&tombstone["id"]))),
        ("removed", moment(&tombstone["removed_at"])),
        ("by", by),
        ("owner", word(&tombstone["owner"])),
        ("anchored", moment(&tombstone["anchored_at"])),
    ];
    lines.extend(content_fields(&tombstone["content"]));
    lines.push(("media type", word(&tombstone["media_type"])));
    lines
}

/// Providers.
pub fn providers_table(found: &[Json]) -> String {
    let rows = found.iter().map(|provider| {
        let record = &provider["record"];
        vec![
            word(&provider["cooperative"]),
            size(&provider["capacity"]),
            size(&provider["used"]),
            word(&provider["commitments"]),
            answered(&record["answered"], &record["asked"]),
            word(&record["lost"]),
            word(&provider["key"]),
        ]
    });
    let head = ["coop", "offers", "used", "keeps", "answered", "lost", "key"];
    table(&head, &rows.collect::<Vec<_>>())
}

/// Commitments.
pub fn commitments_table(found: &[Json]) -> String {
    let rows = found.iter().map(|commitment| {
        let record = &commitment["record"];
        vec![
            word(&commitment["id"]),
            word(&commitment["anchor"]),
            word(&commitment["provider"]),
            moment(&commitment["committed_at"]),
            answered(&record["answered"], &record["asked"]),
            word(&record["missed_in_row"]),
            stage(&commitment["stage"]),
            moment(&commitment["ends_at"]),
        ]
    });
    let head = ["commitment", "anchor", "coop", "since", "answered", "missed", "stage", "ends"];
    table(&head, &rows.collect::<Vec<_>>())
}

fn answered(answered: &Json, asked: &Json) -> String {
    format!("{} of {}", word(answered), word(asked))
}

/// Where the challenges of a commitment stand.
fn stage(stage: &Json) -> String {
    if let Some(challenge) = stage.get("Challenged") {
        return format!("to answer by block {}", word(&challenge["deadline"]));
    }
    match stage.get("Waiting") {
        Some(waiting) => {
            format!("asked in block {}", word(waiting.get("due").unwrap_or(waiting)))
        }
        None => in_words(&word(stage)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{report::fields, runtime_calls::decoded_value};
    use icn_primitives::{
        content::Content,
        storage::{
            Anchor, AnchorId, Availability, Challenge, Commitment, Removal, Stage, Tombstone,
        },
        CooperativeId, Did, Hash, SigningKey,
    };

    fn ada() -> Did {
        Did::from_key(SigningKey::Sr25519([1; 32]))
    }

    #[test]
    fn an_anchor_says_how_many_keep_it_and_until_when() {
        let content = Content::of(&[0; 2048]).unwrap();
        let anchor = Anchor {
            owner: ada(),
            content,
            media_type: Hash::zero(),
            anchored_at: 0,
            retain_until: 60_000,
            wanted: 3,
            standing: 1,
            kept: 2,
        };
        let (mut json, _) = decoded_value(&anchor);
        json["id"] = 7.into();
        let text = fields(&anchor_fields(&json));
        for part in
            ["1 of 3", "2KiB", "1970-01-01T00:01:00Z", &format!("{:?}", content.content_root)]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(anchors_table(&[json]).contains("2KiB"));
    }

    #[test]
    fn what_stayed_says_who_removed_it() {
        for (by, text) in [
            (Removal::Owner(ada()), ada().to_string()),
            (Removal::Decision, "a decision of the federation".into()),
            (Removal::Expiry, "nobody: its time had passed".into()),
        ] {
            let tombstone = Tombstone {
                owner: ada(),
                content: Content::of(b"").unwrap(),
                media_type: Hash::zero(),
                anchored_at: 0,
                removed_at: 0,
                by,
            };
            let (json, _) = decoded_value(&tombstone);
            let found = fields(&tombstone_fields(&json));
            assert!(found.contains(&format!("by            {text}")), "{found}");
        }
    }

    #[test]
    fn a_commitment_says_how_it_was_answered_and_what_is_next() {
        let challenge = Challenge {
            number: 3,
            issued_at: 90,
            deadline: 100,
            next: 200,
            segments: vec![1].try_into().unwrap(),
        };
        for (stage, text) in [
            (Stage::Waiting { due: 40 }, "asked in block 40"),
            (Stage::Challenged(challenge), "to answer by block 100"),
        ] {
            let commitment = Commitment {
                provider: CooperativeId(3),
                anchor: AnchorId(7),
                committed_at: 0,
                counts: true,
                ends_at: None,
                record: Availability { asked: 2, answered: 1, missed_in_row: 0, last: 2 },
                stage,
            };
            let (json, _) = decoded_value(&commitment);
            let table = commitments_table(&[json]);
            assert!(table.contains(text) && table.contains("1 of 2"), "{table}");
        }
    }
}
