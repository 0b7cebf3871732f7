//! What a gateway takes from its guests, the peers that nobody has listed.
//!
//! A guest may ask (blocks, state, proofs), listen (announcements, finality) and hand in
//! transactions, which the chain's admission judges like any others. Blocks and votes are not
//! taken from it: to the part of the node that fetches blocks, a guest is a light client, of which
//! nobody asks for blocks, and of finality's messages only its questions pass.

use polkadot_sdk::sc_network::{ProtocolName, Roles};

/// A notification protocol, as far as the rules differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Protocol {
    /// Who is connected, and which blocks there are.
    BlockAnnounces,
    /// Votes, commits, and what peers need to know to send each other those.
    Grandpa,
    /// Transactions that wait for a block.
    Transactions,
    /// One that these rules don't know.
    Other,
}

impl Protocol {
    /// The protocol with this name: `/<genesis hash>/…/<protocol>/<version>`.
    pub fn of(name: &ProtocolName) -> Self {
        let name: &str = name;
        if name.ends_with("/block-announces/1") {
            Self::BlockAnnounces
        } else if name.ends_with("/grandpa/1") {
            Self::Grandpa
        } else if name.ends_with("/transactions/1") {
            Self::Transactions
        } else {
            Self::Other
        }
    }
}

/// First byte of GRANDPA's neighbour packet (`GossipMessage::Neighbor`): where the sender stands.
/// Without it the node wouldn't know which commits a light client still needs.
const GRANDPA_NEIGHBOUR: u8 = 2;
/// First byte of GRANDPA's catch-up request (`GossipMessage::CatchUpRequest`): a question as well.
const GRANDPA_CATCH_UP_REQUEST: u8 = 3;

/// Whether a gateway takes this notification from a guest.
pub fn takes(protocol: Protocol, notification: &[u8]) -> bool {
    match protocol {
        Protocol::Transactions => true,
        Protocol::Grandpa => {
            matches!(notification.first(), Some(&(GRANDPA_NEIGHBOUR | GRANDPA_CATCH_UP_REQUEST)))
        }
        Protocol::BlockAnnounces | Protocol::Other => false,
    }
}

/// A guest's handshake as the protocol's handler gets to see it.
///
/// Whatever it says of itself, on the protocol that tells whom to fetch blocks from a guest is a
/// light client. The handshake there begins with the roles' byte.
pub fn guest_handshake(protocol: Protocol, mut handshake: Vec<u8>) -> Vec<u8> {
    if protocol == Protocol::BlockAnnounces {
        if let Some(roles) = handshake.first_mut() {
            *roles = Roles::LIGHT.bits();
        }
    }
    handshake
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::{Decode, Encode};
    use icn_primitives::{Hash, OpaqueBlock};
    use polkadot_sdk::sc_network_common::sync::message::BlockAnnouncesHandshake;

    #[test]
    fn protocols_are_known_by_the_end_of_their_names() {
        for (name, protocol) in [
            ("/00ff/block-announces/1", Protocol::BlockAnnounces),
            ("/00ff/fork/block-announces/1", Protocol::BlockAnnounces),
            ("/00ff/grandpa/1", Protocol::Grandpa),
            ("/00ff/transactions/1", Protocol::Transactions),
            ("/00ff/beefy/2", Protocol::Other),
        ] {
            assert_eq!(Protocol::of(&name.into()), protocol, "{name}");
        }
    }

    #[test]
    fn neither_blocks_nor_votes_are_taken_from_a_guest() {
        assert!(!takes(Protocol::BlockAnnounces, &[0]));
        let (vote, commit, catch_up) = ([0], [1], [4]);
        for message in [vote, commit, catch_up] {
            assert!(!takes(Protocol::Grandpa, &message));
        }
        assert!(!takes(Protocol::Grandpa, &[]) && !takes(Protocol::Other, &[2]));
    }

    #[test]
    fn questions_and_transactions_are_taken_from_a_guest() {
        assert!(takes(Protocol::Grandpa, &[GRANDPA_NEIGHBOUR]));
        assert!(takes(Protocol::Grandpa, &[GRANDPA_CATCH_UP_REQUEST]));
        assert!(takes(Protocol::Transactions, &[0]));
    }

    #[test]
    fn a_guest_that_calls_itself_a_validator_is_seen_as_a_light_client() {
        let hash = Hash::repeat_byte(1);
        let said = BlockAnnouncesHandshake::<OpaqueBlock> {
            roles: Roles::AUTHORITY,
            best_number: 7,
            best_hash: hash,
            genesis_hash: hash,
        };
        let seen = guest_handshake(Protocol::BlockAnnounces, said.encode());
        let seen = BlockAnnouncesHandshake::<OpaqueBlock>::decode(&mut &seen[..]).unwrap();
        assert_eq!((seen.roles, seen.best_number), (Roles::LIGHT, 7));
        assert_eq!(guest_handshake(Protocol::Grandpa, vec![4]), [4]);
    }
}
