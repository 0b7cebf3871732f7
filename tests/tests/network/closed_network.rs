//! Only listed nodes take part; everybody else gets nothing, unless through a gateway.

use std::time::Duration;

use anyhow::{ensure, Result};
use icn_primitives::CooperativeId;
use icn_tests::{federation::Federation, wait};
use serde_json::Value;
use tokio::{io::AsyncWriteExt, net::TcpStream};

const LIMIT: Duration = Duration::from_secs(120);

#[tokio::test]
async fn an_unlisted_node_gets_no_blocks_and_is_nobodys_peer() -> Result<()> {
    let federation = Federation::start(4).await?;
    let before = federation.nodes[0].finalizes(2, LIMIT).await?;
    let addresses = federation.addresses().await?;
    let mut stranger = federation.further_node("stranger", &addresses, &[]).await?;
    stranger.node.restart().await?;

    let rpc = stranger.node.rpc()?;
    wait::stays("the stranger has no block", Duration::from_secs(20), || async {
        Ok(rpc.best().await? == 0)
    })
    .await?;
    for node in &federation.nodes {
        let peers = node.rpc()?.ask("system_peers", &[]).await?;
        let known: Vec<&Value> =
            peers.as_array().into_iter().flatten().map(|peer| &peer["peerId"]).collect();
        ensure!(!known.contains(&&Value::from(stranger.peer_id.as_str())), "{peers}");
    }
    federation.nodes[0].finalizes(before + 3, LIMIT).await?;
    Ok(())
}

#[tokio::test]
async fn an_unlisted_node_follows_the_chain_through_a_gateway() -> Result<()> {
    let federation = Federation::start(4).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let chain = federation.nodes[0].chain().await?;
    let founders = federation.addresses().await?;
    let mut gateway = federation.further_node("gateway", &founders, &["--gateway"]).await?;

    // A gateway is listed itself, by a decision; from then on it takes part.
    gateway.node.restart().await?;
    federation.list_node(&chain, CooperativeId(0), &gateway.peer_id).await?;
    gateway.node.finalizes(3, LIMIT).await?;

    let address = gateway.node.address().await?;
    let mut stranger = federation.further_node("stranger", &[address], &[]).await?;
    stranger.node.restart().await?;
    let reached = federation.nodes[0].rpc()?.finalized().await?;
    stranger.node.finalizes(reached + 3, LIMIT).await?;
    Ok(())
}

#[tokio::test]
async fn a_node_key_that_is_taken_off_the_list_is_cut_off() -> Result<()> {
    let federation = Federation::start(4).await?;
    federation.nodes[0].finalizes(2, LIMIT).await?;
    let chain = federation.nodes[0].chain().await?;
    let founders = federation.addresses().await?;
    let mut follower = federation.further_node("follower", &founders, &[]).await?;
    federation.list_node(&chain, CooperativeId(1), &follower.peer_id).await?;
    follower.node.restart().await?;
    follower.node.finalizes(3, LIMIT).await?;

    federation.unlist_node(&chain, &follower.peer_id).await?;
    let rpc = follower.node.rpc()?;
    wait::until("the follower has no peer left", LIMIT, || async {
        Ok((rpc.peers().await? == 0).then_some(()))
    })
    .await?;
    let stays_at = rpc.best().await?;
    federation.nodes[0].best_reaches(stays_at + 4, LIMIT).await?;
    ensure!(rpc.best().await? <= stays_at + 1, "it still gets blocks");
    Ok(())
}

#[tokio::test]
async fn garbage_at_the_doors_does_no_harm() -> Result<()> {
    let mut federation = Federation::start(4).await?;
    let before = federation.nodes[0].finalizes(2, LIMIT).await?;

    // The same bytes each time, so that a failure can be had again.
    let garbage: Vec<u8> =
        (0..1 << 16).map(|i: u32| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let deep = [
        b"POST / HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 65536\r\n\r\n"
            .as_slice(),
        &[b'['; 65536],
    ]
    .concat();
    for port in [federation.nodes[0].port, federation.nodes[0].rpc_port] {
        for bytes in
            [garbage.as_slice(), deep.as_slice(), &[0; 1 << 16], b"\x13/multistream/1.0.0\n"]
        {
            for _ in 0..20 {
                let mut door = TcpStream::connect(("127.0.0.1", port)).await?;
                // The node may hang up in the middle of it.
                let _ = door.write_all(bytes).await;
            }
        }
    }
    let rpc = federation.nodes[0].rpc()?;
    for (method, parameters) in [
        ("did_resolve", vec![Value::from("x".repeat(1 << 20))]),
        ("did_resolve", vec![Value::from(1)]),
        ("icn_checkTransaction", vec![Value::from("0xffffffff")]),
        ("icn_members", vec![Value::from(u64::MAX)]),
        ("author_submitExtrinsic", vec![Value::from("0x00")]),
    ] {
        // An answer or an error: only silence would be wrong.
        rpc.refusal(method, &parameters).await?;
    }

    federation.nodes[0].ensure_running()?;
    for node in &federation.nodes {
        node.finalizes(before + 5, LIMIT).await?;
    }
    Ok(())
}
