//! The tables.

use std::time::Duration;

use anyhow::Result;
use icn_runtime::limits::SLOT;
use polkadot_sdk::frame_support::weights::{constants::WEIGHT_REF_TIME_PER_NANOS, Weight};

use super::{
    burst::{self, Flow},
    capacity::{self, Phase},
    cost::{self, Proofs},
    latency::Step,
    relays::{BothWays, Route},
};
use crate::{
    measure::percentile,
    table::{self, fine_percent, millis, percent, seconds},
};

/// What a lane is to carry, in messages a second.
const AIM: u64 = 500;

/// How long one message takes.
pub fn latency(steps: &mut [Step]) {
    let blocks = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1000.0 / SLOT as f64);
    let rows: Vec<_> = steps
        .iter_mut()
        .map(|step| {
            let [p50, p95] = [50, 95].map(|part| percentile(&mut step.took, part));
            vec![
                step.name.to_owned(),
                step.took.len().to_string(),
                seconds(p50),
                seconds(p95),
                blocks(p50),
                blocks(p95),
                step.aim.map_or(String::new(), |aim| format!("{} s", aim.as_secs())),
            ]
        })
        .collect();
    println!("\nA message from A to B, from its submission; blocks are of {} s\n", SLOT / 1000);
    let headings = ["until it is", "n", "p50", "p95", "p50 in blocks", "p95 in blocks", "aim, p50"];
    table::print(&headings, &rows);
}

/// What one lane carries.
pub fn lane(lane: &burst::Outcome) {
    let row = |name: &str, flow: &Flow| {
        vec![
            name.to_owned(),
            flow.blocks.iter().sum::<u64>().to_string(),
            seconds(flow.done),
            flow.blocks.len().to_string(),
            flow.fullest().to_string(),
            format!("{:.0}", flow.rate()),
            AIM.to_string(),
        ]
    };
    println!("\nOne full lane from A to B\n");
    let headings = ["", "n", "all final after", "in blocks", "fullest", "a second", "aim"];
    table::print(
        &headings,
        &[row("messages, at B", &lane.messages), row("answers, at A", &lane.answers)],
    );
}

/// What the relays of all nodes handed in.
pub fn relays(phases: &[(&str, &BothWays)]) {
    let row = |phase: &str, way: &str, route: &Route| {
        let Route { submissions, relayed } = route;
        vec![
            format!("{phase}, {way}"),
            submissions.all().to_string(),
            relayed.updates.to_string(),
            submissions.redundant.to_string(),
            submissions.refused.to_string(),
            percent(route.wasted()),
            relayed.messages.to_string(),
            relayed.answers.to_string(),
            format!("{:.1}", relayed.proofs as f64 / 1024.0 / relayed.updates.max(1) as f64),
        ]
    };
    let rows: Vec<_> = phases
        .iter()
        .flat_map(|(phase, both)| {
            [row(phase, "A to B", &both.there), row(phase, "B to A", &both.back)]
        })
        .collect();
    println!("\nWhat the relays of all nodes handed in\n");
    let headings = [
        "",
        "handed in",
        "in blocks",
        "redundant",
        "refused",
        "for nothing",
        "messages",
        "answers",
        "KiB of proof each",
    ];
    table::print(&headings, &rows);
}

/// What part of a block light clients and messages cost, where each shard has so many `seats`.
pub fn cost(seats: u32, one_by_one: &BothWays, full: &BothWays) -> Result<()> {
    let rows: Vec<_> = cost::idle()?
        .iter()
        .map(|idle| {
            let hub = idle.hub.iter().map(|share| fine_percent(*share));
            [idle.seats.to_string(), millis(time(idle.header))]
                .into_iter()
                .chain(hub)
                .chain([fine_percent(idle.spoke)])
                .collect()
        })
        .collect();
    println!("\nPart of all blocks' weight for idle light clients, computed from the benchmarked weights");
    println!("(aim: less than 1 % on the hub of 100 shards)\n");
    let hub = cost::SHARDS.map(|shards| format!("hub of {shards}"));
    let headings: Vec<_> = ["seats a shard", "a header"]
        .into_iter()
        .chain(hub.iter().map(String::as_str))
        .chain(["another shard"])
        .collect();
    table::print(&headings, &rows);

    let each = |bytes: u64, count: u64| usize::try_from(bytes.checked_div(count).unwrap_or(bytes));
    let (alone, together) = (&one_by_one.there.relayed, &full.there.relayed);
    let messages = Proofs {
        alone: each(alone.proofs, alone.messages)?,
        together: each(together.proofs, together.messages)?,
    };
    let (alone, together) = (&one_by_one.back.relayed, &full.back.relayed);
    let answers = Proofs {
        alone: each(alone.proofs, alone.answers)?,
        together: each(together.proofs, together.answers)?,
    };
    let rows: Vec<_> = cost::message(seats, messages, answers)?
        .iter()
        .map(|way| {
            let a_block = AIM * SLOT / 1000;
            vec![
                way.name.to_owned(),
                millis(time(way.alone)),
                fine_percent(cost::share(way.alone)),
                way.most.to_string(),
                millis(time(way.together)),
                fine_percent(cost::share(way.together)),
                percent(cost::share(way.together.saturating_mul(a_block))),
            ]
        })
        .collect();
    println!("\nPart of one block's weight for a message, computed from the benchmarked weights");
    println!("and this run's sizes of proofs, with {seats} seats a shard\n");
    let at_aim = format!("{AIM}/s");
    let headings = ["", "alone", "of a block", "most at once", "then each", "of a block", &at_aim];
    table::print(&headings, &rows);
    Ok(())
}

/// What a shard carries alone and beside others.
pub fn capacity(outcome: &capacity::Outcome) {
    let mut rows = Vec::new();
    for (name, phase) in [("alone", &outcome.alone), ("all loaded", &outcome.together)] {
        for (at, (shard, burst)) in phase.bursts.iter().enumerate() {
            let mut row = vec![
                format!("{shard}, {name}"),
                burst.accepted.to_string(),
                burst.followed.transactions.to_string(),
                format!("{:.0}", burst.rate()),
                burst.fullest().to_string(),
            ];
            if at == 0 {
                row.extend(computed(phase));
            }
            rows.push(row);
        }
    }
    let idle = ["idle".to_owned()].into_iter().chain(vec![String::new(); 4]);
    rows.push(idle.chain(computed(&outcome.idle)).collect());
    println!("\nTransactions that do nothing, on one shard alone and on all at once; all shards of all nodes");
    println!(
        "share this machine's {} cores\n",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    let headings =
        ["shard", "taken", "final", "tx/s", "full block", "cores used", "CPU a transaction"];
    table::print(&headings, &rows);
    let ratio = outcome.together.rate() / outcome.alone.rate();
    println!("\nwith the others loaded it carries {} of what it carries alone", percent(ratio));
}

fn computed(phase: &Phase) -> [String; 2] {
    let each = phase.per_transaction().map_or(String::new(), millis);
    [format!("{:.2}", phase.cores()), each]
}

/// The execution time that a weight stands for.
fn time(weight: Weight) -> Duration {
    Duration::from_nanos(weight.ref_time() / WEIGHT_REF_TIME_PER_NANOS)
}
