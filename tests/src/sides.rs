//! A network of two sides, and the wire between them that can be cut: how a partition is made.
//!
//! ```text
//!   near side: the test and the first nodes        far side: the last nodes
//!            10.99.1.1  ──────────  the wire  ──────────  10.99.1.2
//!            10.99.2.1  ──  for the test's questions  ──  10.99.2.2
//! ```
//!
//! Each side is a Linux network namespace. A normal user may make them where user namespaces are
//! permitted, as they are on Debian: the test is run a second time, in a namespace that is its own
//! and in which it is root, so nothing of the machine's own network is touched, and all of it is
//! gone when the test ends.

use std::{path::Path, time::Duration};

use anyhow::{ensure, Context, Result};

use crate::process;

/// The near side's end of the wire.
pub const NEAR: &str = "10.99.1.1";
/// The far side's end of the wire.
pub const FAR: &str = "10.99.1.2";
/// Where the test reaches the far side, also when the wire is cut.
pub const WATCHED: &str = "10.99.2.2";
/// The name of the far side's namespace.
pub const FAR_SIDE: &str = "far";

/// How long one of the commands may take that set up the network.
const COMMAND: Duration = Duration::from_secs(20);
/// How a program gets a network of its own.
const UNSHARE: [&str; 4] = ["--user", "--map-root-user", "--net", "--mount"];
/// Says to a test that it has it.
const INSIDE: &str = "ICN_TEST_HAS_ITS_OWN_NETWORK";

/// The wire between the near side, where this program is, and the far side.
pub struct Wire(());

impl Wire {
    /// Lays the wire for the test of this name, which gets a network of its own for that: it is run
    /// there within `limit`, and the wire is given to that run. `None` is for the run that has
    /// waited for it: it has nothing left to do.
    pub async fn lay(test: &str, limit: Duration) -> Result<Option<Self>> {
        if std::env::var_os(INSIDE).is_none() {
            run_inside(test, limit).await?;
            return Ok(None);
        }
        // Where `ip` keeps the names of namespaces; a directory of this run's own.
        run("mount -t tmpfs tmpfs /var/run").await?;
        run("ip link set lo up").await?;
        run(&format!("ip netns add {FAR_SIDE}")).await?;
        run(&format!("ip -n {FAR_SIDE} link set lo up")).await?;
        let there = format!("-n {FAR_SIDE} ");
        for (pair, near, far) in [("wire", NEAR, FAR), ("watch", "10.99.2.1", WATCHED)] {
            run(&format!("ip link add {pair} type veth peer name {pair} netns {FAR_SIDE}")).await?;
            for (side, address) in [("", near), (there.as_str(), far)] {
                run(&format!("ip {side}address add {address}/24 dev {pair}")).await?;
                run(&format!("ip {side}link set {pair} up")).await?;
            }
        }
        Ok(Some(Self(())))
    }

    /// Cuts the wire: nothing gets from one side to the other, and nobody is told so.
    pub async fn cut(&self) -> Result<()> {
        run("ip link set wire down").await
    }

    /// Mends it.
    pub async fn mend(&self) -> Result<()> {
        run("ip link set wire up").await
    }
}

/// Runs a test of this program in a network of its own, to its end.
async fn run_inside(test: &str, limit: Duration) -> Result<()> {
    run("ip -V").await.context("`ip` is missing: install iproute2, as scripts/setup does")?;
    run(&format!("unshare {} true", UNSHARE.join(" "))).await.context(
        "no network can be made for this test alone, because this user may make no user and \
         network namespaces here: see the sysctls kernel.unprivileged_userns_clone, \
         kernel.apparmor_restrict_unprivileged_userns and user.max_user_namespaces, and in a \
         container its seccomp profile",
    )?;
    let this = std::env::current_exe()?;
    // Ends with the one that waits for it.
    let ends = ["setpriv", "--pdeathsig", "KILL", "--"];
    let again = [this.to_str().context("a path that is no text")?, "--exact", test, "--nocapture"];
    let arguments: Vec<_> = [&UNSHARE[..], &ends, &again].concat();
    let arguments: Vec<_> = arguments.into_iter().map(String::from).collect();
    let inside = [(INSIDE, "yes".to_owned())];
    let said = process::output(Path::new("unshare"), &arguments, &inside, limit).await?;
    ensure!(said.contains("1 passed"), "there is no test {test}: {said}");
    Ok(())
}

async fn run(command: &str) -> Result<()> {
    let mut words = command.split_whitespace().map(String::from);
    let program = words.next().context("no command")?;
    let arguments: Vec<_> = words.collect();
    process::output(Path::new(&program), &arguments, &[], COMMAND).await.map(drop)
}
