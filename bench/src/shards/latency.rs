//! How long a single message takes to another shard, and its answer back.

use std::time::{Duration, Instant};

use anyhow::Result;
use icn_primitives::shard::ShardView;

use super::{
    decisions,
    lanes::{LaneWatch, Shard},
};
use crate::{measure, signing::Member};

/// How far a message may be.
#[derive(Clone, Copy)]
enum Point {
    Sent,
    Taken,
    Answered,
}

/// One stretch of the way, always measured from the submission.
pub struct Step {
    pub name: &'static str,
    /// What is aimed at, at the median.
    pub aim: Option<Duration>,
    /// How long it took, message by message.
    pub took: Vec<Duration>,
    point: Point,
    is_final: bool,
}

impl Step {
    fn new(name: &'static str, point: Point, is_final: bool, aim: Option<u64>) -> Self {
        Self { name, aim: aim.map(Duration::from_secs), took: Vec::new(), point, is_final }
    }
}

fn steps() -> Vec<Step> {
    vec![
        Step::new("sent, in a block", Point::Sent, false, None),
        Step::new("sent, final", Point::Sent, true, None),
        Step::new("taken, in a block", Point::Taken, false, None),
        Step::new("taken, final", Point::Taken, true, Some(6)),
        Step::new("answered, in a block", Point::Answered, false, None),
        Step::new("answered, final", Point::Answered, true, Some(12)),
    ]
}

/// Sends `messages` from `hub` to `spoke`, one after the other.
pub async fn run(
    hub: &Shard,
    spoke: &Shard,
    authority: &mut Member,
    messages: u32,
) -> Result<Vec<Step>> {
    let here = LaneWatch::start(hub, spoke.id).await?;
    let there = LaneWatch::start(spoke, hub.id).await?;
    let mut steps = steps();
    for number in 0..messages {
        tokio::time::sleep(measure::pause(number)).await;
        let transaction = authority.sign(decisions::remark(spoke.id, number), hub.genesis);
        let start = Instant::now();
        let block = hub.send(&transaction).await?;
        // Nobody else sends now, but the directory, which does so before any transaction.
        let nonce = hub.view(spoke.id, Some(block)).await?.outbound.sent;
        for step in &mut steps {
            let at = match step.point {
                Point::Sent => {
                    let sent = |view: &ShardView| view.outbound.sent >= nonce;
                    here.when(step.is_final, sent).await?
                }
                Point::Taken => {
                    let taken = |view: &ShardView| view.inbound.taken >= nonce;
                    there.when(step.is_final, taken).await?
                }
                Point::Answered => {
                    let answered = |view: &ShardView| view.outbound.confirmed >= nonce;
                    here.when(step.is_final, answered).await?
                }
            };
            step.took.push(at.saturating_duration_since(start));
        }
        let all: Vec<_> = steps.iter().filter_map(|step| step.took.last()).collect();
        eprintln!("message {nonce}: {all:.1?}");
    }
    Ok(steps)
}
