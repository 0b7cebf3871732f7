//! The closed peer network: only peers whose node keys the chain lists may take part.
//!
//! *Listed*: the peer id stands in the chain's list of node keys (pallet-seats), which a decision
//! of the federation changes. *Named*: the node's own operator gave its address, as a boot node or
//! a reserved node. *Guest*: anybody else, at a node that was started as a gateway. *Stranger*:
//! anybody else at any other node.
//!
//! 1. Ada's node starts, reads the list at its best block, and asks for connections to the peers
//!    on it. Their addresses come from the operator and from discovery; the list has none.
//! 2. A stranger connects. The transport can't refuse it, since only the handshake says who it is,
//!    but every stream that it opens is refused and every request that it sends is dropped: no
//!    announcement, no transaction, no vote, no block, no state, no proof.
//! 3. A block lists another node key. Within a second Ada's node accepts that peer and calls it.
//! 4. A block takes a node key off the list. Within a second nothing goes to that peer or comes
//!    from it, and its streams are closed.
//! 5. A node that was away for long knows an old list only. As long as its best block is old, it
//!    also takes blocks from the peers that its operator named; it serves them nothing.
//! 6. An answer of a listed peer doesn't come in time. Its stream is closed and opened again, so that
//!    sync begins anew with it ([`dropping`]).
//!
//! The rule is enforced twice. The SDK's peer sets get the list as their reserved peers, with all
//! others denied: that decides whom the node calls. [`Closed`] wraps the network backend, so that
//! every notification stream and every request of every protocol passes [`ClosedNetwork`] before
//! its handler sees it: that is what the closed network rests on, also for protocols that would
//! answer anybody (sync, state, warp and light requests), and also while the peer sets lag behind.

mod backend;
mod dropping;
mod follow;
mod notifications;
mod outgoing;
mod peers;
mod reserved;
#[cfg(test)]
mod tests;

pub use backend::{assemble, Closed};
pub use dropping::Asked;
pub use follow::{follow, refresh};
pub use peers::{ClosedNetwork, Standing};
