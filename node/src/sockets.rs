//! This process's sockets.

use rustix::process::{getpid, pidfd_getfd, pidfd_open, PidfdFlags, PidfdGetfdFlags};
use std::{fs, io, net::TcpStream};

/// Lets whatever this process accepts connections on send at once: accepted connections have it from
/// there (tcp(7)). The SDK's JSON-RPC server leaves it off, and writes a WebSocket's answer in two
/// parts, of which the second would wait 40 ms for the client to confirm the first.
pub fn send_at_once() -> io::Result<()> {
    let this = pidfd_open(getpid(), PidfdFlags::empty())?;
    for entry in fs::read_dir("/proc/self/fd")? {
        let Some(number) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // It may be closed by now.
        let Ok(file) = pidfd_getfd(&this, number, PidfdGetfdFlags::empty()) else { continue };
        let socket = TcpStream::from(file);
        // Other files have no such address; what is connected has a peer.
        if socket.local_addr().is_ok() && socket.peer_addr().is_err() {
            // UDP sockets don't know it.
            let _ = socket.set_nodelay(true);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn accepted_connections_send_at_once() -> io::Result<()> {
        let door = TcpListener::bind("127.0.0.1:0")?;
        let accepted = || {
            let client = TcpStream::connect(door.local_addr()?)?;
            Ok::<_, io::Error>((door.accept()?.0, client))
        };
        assert!(!accepted()?.0.nodelay()?);
        send_at_once()?;
        let (served, client) = accepted()?;
        assert!(served.nodelay()?);
        // Whom this process called is left alone.
        assert!(!client.nodelay()?);
        Ok(())
    }
}
