//! Ports that nobody uses, so that several federations can run on one machine.

use std::{
    collections::HashSet,
    net::{Ipv4Addr, TcpListener},
    sync::{LazyLock, Mutex},
};

use anyhow::{Context, Result};

/// Below the range from which Linux takes the ports of outgoing connections (32768 and up), so
/// that none of those takes a port between its choice here and the start of its node.
const FIRST: u16 = 20_000;
const LAST: u16 = 32_000;

/// What this process has given out.
static TAKEN: LazyLock<Mutex<HashSet<u16>>> = LazyLock::new(Default::default);

/// A free TCP port of this machine, another one each time.
///
/// Each process begins to look at another place, so that two of them hardly ever meet.
pub fn free() -> Result<u16> {
    let mut taken = TAKEN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let start = std::process::id().wrapping_mul(7919) % u32::from(LAST - FIRST);
    let port = (0..u32::from(LAST - FIRST))
        .map(|step| FIRST + ((start + step) % u32::from(LAST - FIRST)) as u16)
        .find(|port| {
            !taken.contains(port) && TcpListener::bind((Ipv4Addr::UNSPECIFIED, *port)).is_ok()
        })
        .context("no free port on this machine")?;
    taken.insert(port);
    Ok(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_port_is_given_out_twice() {
        let ports: HashSet<u16> = (0..50).map(|_| free().expect("there are free ports")).collect();
        assert_eq!(ports.len(), 50);
    }
}
