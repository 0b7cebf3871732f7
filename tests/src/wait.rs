//! Waiting for something to become true, with a generous limit and a telling failure.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use anyhow::{bail, Result};
use tokio::time::sleep;

/// How often a condition is looked at.
const PAUSE: Duration = Duration::from_millis(250);
/// How often one is looked at that doesn't hold for long.
const SHORT_PAUSE: Duration = Duration::from_millis(2);

/// Waits until `condition` gives something, and returns it.
///
/// A condition that fails counts as not yet true: nodes that are just starting refuse
/// connections. What it said last stands in the error when `limit` has passed.
pub async fn until<T, F>(what: &str, limit: Duration, condition: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    every(PAUSE, what, limit, condition).await
}

/// As [`until`], for what has to be seen as soon as it is true.
pub async fn closely<T, F>(what: &str, limit: Duration, condition: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    every(SHORT_PAUSE, what, limit, condition).await
}

/// As [`until`], of a condition that is looked at so often.
pub async fn every<T, F>(
    pause: Duration,
    what: &str,
    limit: Duration,
    mut condition: impl FnMut() -> F,
) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    let start = Instant::now();
    loop {
        let failed = match condition().await {
            Ok(Some(value)) => return Ok(value),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if start.elapsed() > limit {
            let why = failed.map(|error| format!(": {error:#}")).unwrap_or_default();
            bail!("after {} s still waiting for: {what}{why}", limit.as_secs());
        }
        sleep(pause).await;
    }
}

/// Watches for `duration` that `condition` stays true, and fails as soon as it doesn't.
pub async fn stays<F>(
    what: &str,
    duration: Duration,
    mut condition: impl FnMut() -> F,
) -> Result<()>
where
    F: Future<Output = Result<bool>>,
{
    let start = Instant::now();
    while start.elapsed() < duration {
        if !condition().await? {
            bail!("after {} ms no longer true: {what}", start.elapsed().as_millis());
        }
        sleep(PAUSE).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[tokio::test]
    async fn a_condition_may_fail_before_it_holds() {
        let tries = Cell::new(0);
        let value = until("the third try", Duration::from_secs(5), || {
            tries.set(tries.get() + 1);
            let tries = tries.get();
            async move {
                match tries {
                    1 => bail!("not there yet"),
                    2 => Ok(None),
                    _ => Ok(Some(tries)),
                }
            }
        })
        .await;
        assert_eq!(value.ok(), Some(3));
    }

    #[tokio::test]
    async fn a_wait_that_ends_says_what_it_waited_for_and_why() {
        let wait =
            until::<(), _>("rain", Duration::ZERO, || async { bail!("the sky is blue") }).await;
        let error = wait.expect_err("it doesn't rain").to_string();
        assert!(error.contains("rain") && error.contains("blue"), "{error}");
    }
}
