//! Whether this machine is as fast as the chain's weights take for granted.

use icn_runtime::weights::overhead::SIGNATURE_NANOS;
use polkadot_sdk::sc_sysinfo::{benchmark_sr25519_verify, ExecutionLimit};
use std::time::Duration;

/// The most that one core may take to verify a signature: a slower one may need more time for a full
/// block than it has.
const LIMIT: Duration = Duration::from_nanos(SIGNATURE_NANOS);
/// How long a message the SDK's benchmark signs, in bytes.
const MESSAGE: f64 = 32.0;

/// Measures how long one core takes to verify a signature, and says it; warns if that is too long. This
/// takes a third of a second.
pub fn report() {
    let verified = benchmark_sr25519_verify(ExecutionLimit::MaxIterations(1));
    let taken = Duration::from_secs_f64(MESSAGE / verified.as_bytes());
    match remark(taken) {
        Ok(remark) => log::info!("{remark}"),
        Err(warning) => log::warn!("{warning}"),
    }
}

/// What an operator is told: as an error, if the machine is too slow.
fn remark(taken: Duration) -> Result<String, String> {
    let (took, limit) = (taken.as_micros(), LIMIT.as_micros());
    if taken <= LIMIT {
        return Ok(format!("a signature is verified in {took} µs; {limit} µs are enough"));
    }
    Err(format!(
        "this machine took {took} µs to verify a signature, and weights are for {limit} µs at most: if \
         that isn't only for a moment, full blocks may come late here. A faster core is needed, or \
         one that does less besides"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_runs_a_machine_that_is_too_slow_is_told_what_would_be_enough() {
        assert_eq!(remark(LIMIT), Ok("a signature is verified in 75 µs; 75 µs are enough".into()));
        let warning = remark(LIMIT * 2).expect_err("it is too slow");
        assert!(warning.contains("took 150 µs") && warning.contains("75 µs at most"), "{warning}");
    }
}
