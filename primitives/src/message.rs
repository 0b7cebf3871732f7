//! What messages between shards say: the payloads of lanes.

use alloc::vec::Vec;
use codec::{Decode, DecodeAll, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

use crate::{
    directory::DirectoryUpdate,
    governance::{JointBody, ProposalId},
    ledger::EscrowRequest,
    reputation::Report,
    shard::MessageError,
};

/// What a message says, and so which pallet takes it.
///
/// Shards run different versions of the runtime for a while. So the indices are fixed, none is
/// given out twice, and what stands behind one carries its own version, which only grows.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum ShardMessage {
    /// From the hub: records of the directory.
    #[codec(index = 0)]
    Directory(DirectoryUpdate),
    /// From the hub: a call to be carried out as a decision of the federation.
    #[codec(index = 1)]
    Decision {
        /// The call, encoded as the destination's runtime has it.
        call: Vec<u8>,
    },
    /// To the hub: what a marketplace asks of the ledger.
    #[codec(index = 2)]
    Escrow(EscrowRequest),
    /// From the hub: a call to be carried out as a decision of cooperatives.
    #[codec(index = 3)]
    CooperativesDecision(CooperativesDecision),
    /// To the hub: what acts on another shard give.
    #[codec(index = 4)]
    Reputation(ReputationReports),
}

/// What cooperatives have decided, by their governance on the hub.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum CooperativesDecision {
    /// One alone, or several jointly.
    #[codec(index = 0)]
    V1 {
        /// Who: one or more, in ascending order. Each of them has decided it.
        cooperatives: JointBody,
        /// The proposal that was decided.
        proposal: ProposalId,
        /// The call, encoded as the destination's runtime has it.
        call: Vec<u8>,
    },
}

/// What acts on another shard give or take.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum ReputationReports {
    /// In the order of the acts.
    #[codec(index = 0)]
    V1 {
        /// At most [`MAX_REPORTS`](crate::reputation::MAX_REPORTS).
        reports: Vec<Report>,
    },
}

impl ShardMessage {
    /// Reads a whole payload; [`MessageError::UnknownPayload`] if it is anything else.
    pub fn from_payload(payload: &[u8]) -> Result<Self, MessageError> {
        Self::decode_all(&mut &*payload).map_err(|_| MessageError::UnknownPayload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        directory::{
            DirectoryCooperative, DirectoryMembership, DirectorySeat, Person, Record, Subject,
        },
        membership::{CooperativeStatus, MemberStatus, Role, Roles},
        reputation::{Act, Category, Score},
        seat::SuspensionReason,
        shard::MAX_PAYLOAD,
        AccountId, CooperativeId, Did, SigningKey,
    };
    use alloc::{format, string::String, vec};
    use codec::MaxEncodedLen;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn messages_stay_as_they_are() {
        let decision = ShardMessage::Decision { call: vec![0xaa, 0xbb] };
        assert_eq!(hex(&decision.encode()), "0108aabb");

        let release = ShardMessage::Escrow(EscrowRequest::ReleaseV1 { key: [4; 32] });
        assert_eq!(hex(&release.encode()), format!("0202{}", "04".repeat(32)));

        let joint = ShardMessage::CooperativesDecision(CooperativesDecision::V1 {
            cooperatives: vec![CooperativeId(1), CooperativeId(258)].try_into().unwrap(),
            proposal: ProposalId(7),
            call: vec![0xaa],
        });
        assert_eq!(hex(&joint.encode()), "03000801000000020100000700000004aa");

        let key = SigningKey::Sr25519([1; 32]);
        let reports = vec![Report {
            act: Act::DisputeLost,
            subject: Did::from_key(key),
            category: Category::Marketplace,
            score: Score(-1),
            evidence: [5; 32].into(),
        }];
        let report = ShardMessage::Reputation(ReputationReports::V1 { reports });
        let (one, minus, five) = ("01".repeat(32), "ff".repeat(16), "05".repeat(32));
        assert_eq!(hex(&report.encode()), format!("0400040901{one}0c{minus}{five}"));

        let roles = Roles::member().with(Role::Steward);
        let status = MemberStatus::Active;
        let membership = DirectoryMembership { cooperative: CooperativeId(7), status, roles };
        let person = Person {
            keys: vec![key].try_into().unwrap(),
            memberships: vec![membership].try_into().unwrap(),
        };
        let did = Did::from_key(key);
        let cooperative = DirectoryCooperative { did, status: CooperativeStatus::Suspended };
        let seat = DirectorySeat {
            validator: AccountId::new([2; 32]),
            operator: AccountId::new([3; 32]),
            active: true,
            suspended: Some(SuspensionReason::Decision),
            keys: Some(vec![0xcc].try_into().unwrap()),
            node_keys: vec![vec![0xdd].try_into().unwrap()].try_into().unwrap(),
        };
        let entries = vec![
            (Subject::Person(did), Some(Record::Person(person))),
            (Subject::Cooperative(CooperativeId(7)), Some(Record::Cooperative(cooperative))),
            (Subject::Seat(CooperativeId(7)), Some(Record::Seat(seat))),
            (Subject::Seat(CooperativeId(8)), None),
        ];
        let update = DirectoryUpdate::V1(entries.try_into().unwrap());
        let message = ShardMessage::Directory(update);
        let (one, two, three) = ("01".repeat(32), "02".repeat(32), "03".repeat(32));
        let expected = [
            // Index of the message, version of the update, four entries.
            String::from("000110"),
            format!("0001{one}01000401{one}04070000000003"),
            format!("0107000000010101{one}02"),
            format!("02070000000102{two}{three}010102 0104cc0404dd"),
            String::from("020800000000"),
        ];
        assert_eq!(hex(&message.encode()), expected.concat().replace(' ', ""));
        assert_eq!(ShardMessage::from_payload(&message.encode()), Ok(message));
    }

    #[test]
    fn what_is_no_message_is_refused() {
        let mut long = ShardMessage::Decision { call: vec![] }.encode();
        long.push(0);
        // An unknown message, an unknown version, nothing, something after the end.
        for payload in [vec![3, 0], vec![0, 2, 0], vec![], long] {
            assert_eq!(ShardMessage::from_payload(&payload), Err(MessageError::UnknownPayload));
        }
    }

    #[test]
    fn any_record_fits_into_a_message() {
        let entry = crate::directory::DirectoryEntry::max_encoded_len();
        assert!(entry < MAX_PAYLOAD as usize / 8, "{entry}");
    }
}
