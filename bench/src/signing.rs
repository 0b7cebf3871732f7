//! Members that sign transactions, fast: encoded with the runtime's own types.

use codec::Encode;
use icn_primitives::{
    document::Service,
    membership::{Skill, Skills},
    statement::{Signed, Statement},
    AccountId, CooperativeId, Did, Hash, Moment, Nonce,
};
use icn_runtime::{Runtime, RuntimeCall, SignedPayload, TxExtension, UncheckedExtrinsic, VERSION};
use icn_tests::people::Person;
use polkadot_sdk::{
    frame_metadata_hash_extension::CheckMetadataHash,
    frame_system, pallet_utility,
    sp_runtime::{generic::Era, BoundedVec},
};

/// Which call is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Measured {
    /// `did.put_service`: changes the signer's document.
    Did,
    /// `cooperatives.set_skills`: changes the signer's membership.
    Cooperatives,
    /// `utility.batch` of nothing: what any transaction costs.
    Nothing,
}

/// Somebody who signs.
pub struct Member {
    person: Person,
    cooperative: CooperativeId,
    nonce: Nonce,
    /// Version of the own document, which every `did` call must name.
    version: u32,
}

impl Member {
    /// The `index`th member of a cooperative; always the same.
    pub fn new(cooperative: CooperativeId, index: u32) -> anyhow::Result<Self> {
        let person = Person::named(&format!("bench {cooperative} {index}"))?;
        Ok(Self::known(person, cooperative))
    }

    /// Somebody who has sent nothing yet.
    pub fn known(person: Person, cooperative: CooperativeId) -> Self {
        Self { person, cooperative, nonce: 0, version: 1 }
    }

    /// Has sent so many transactions before.
    pub fn has_sent(&mut self, transactions: Nonce) {
        self.nonce = transactions;
    }

    /// Who it is, with the key.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// Whose member this is.
    pub fn cooperative(&self) -> CooperativeId {
        self.cooperative
    }

    /// The account.
    pub fn account_id(&self) -> AccountId {
        self.person.account()
    }

    /// The name that the chain knows.
    pub fn did(&self) -> Did {
        self.person.did()
    }

    /// The account, as clients write it.
    pub fn account(&self) -> String {
        self.person.address()
    }

    /// What a steward sends to enrol this member.
    pub fn enrolment(&self, consent: Signed) -> RuntimeCall {
        RuntimeCall::Cooperatives(pallet_cooperatives::Call::enroll {
            cooperative: self.cooperative,
            key: self.person.key(),
            skills: Skills::default(),
            consent,
        })
    }

    /// The member's consent to it, until `expires_at` of the chain's time.
    pub fn consent(&self, genesis: Hash, expires_at: Moment) -> Signed {
        let statement = Statement::Join { cooperative: self.cooperative, did: self.did(), term: 0 };
        let signature = self.person.sign(statement.text(&genesis, expires_at).as_bytes());
        Signed { signature, expires_at }
    }

    /// As a steward: the enrolment of `member`, who consents.
    pub fn sign_enrolment(&mut self, member: &Member, genesis: Hash) -> anyhow::Result<Vec<u8>> {
        let consent = member.person.consent(self.cooperative, &genesis)?;
        Ok(self.sign(member.enrolment(consent), genesis))
    }

    fn call(&mut self, measured: Measured) -> RuntimeCall {
        match measured {
            Measured::Did => {
                let version = self.version;
                self.version += 1;
                RuntimeCall::Did(pallet_did::Call::put_service {
                    did: self.person.did(),
                    expected_version: version,
                    service: Service {
                        id: BoundedVec::truncate_from(b"home".to_vec()),
                        kind: BoundedVec::truncate_from(b"LinkedDomains".to_vec()),
                        endpoint: BoundedVec::truncate_from(
                            format!("https://example.coop/{version}").into_bytes(),
                        ),
                    },
                })
            }
            Measured::Cooperatives => {
                let skill = Skill::truncate_from(format!("skill-{}", self.nonce).into_bytes());
                RuntimeCall::Cooperatives(pallet_cooperatives::Call::set_skills {
                    cooperative: self.cooperative,
                    skills: Skills::truncate_from(vec![skill]),
                })
            }
            Measured::Nothing => {
                RuntimeCall::Utility(pallet_utility::Call::batch { calls: Vec::new() })
            }
        }
    }

    /// The next transaction, encoded.
    pub fn sign_next(&mut self, measured: Measured, genesis: Hash) -> Vec<u8> {
        let call = self.call(measured);
        self.sign(call, genesis)
    }

    /// The next transaction, with this call.
    pub fn sign(&mut self, call: RuntimeCall, genesis: Hash) -> Vec<u8> {
        let extension = extension(self.nonce);
        self.nonce += 1;
        let payload = SignedPayload::from_raw(
            call.clone(),
            extension.clone(),
            (
                (),
                (),
                VERSION.spec_version,
                VERSION.transaction_version,
                genesis,
                genesis,
                (),
                (),
                (),
                None,
                (),
            ),
        );
        let signature = payload.using_encoded(|payload| self.person.sign(payload));
        let account = self.person.account();
        UncheckedExtrinsic::new_signed(call, account.into(), signature, extension).encode()
    }
}

/// What comes with every transaction.
pub fn extension(nonce: Nonce) -> TxExtension {
    (
        frame_system::AuthorizeCall::<Runtime>::new(),
        frame_system::CheckNonZeroSender::<Runtime>::new(),
        frame_system::CheckSpecVersion::<Runtime>::new(),
        frame_system::CheckTxVersion::<Runtime>::new(),
        frame_system::CheckGenesis::<Runtime>::new(),
        frame_system::CheckMortality::<Runtime>::from(Era::Immortal),
        pallet_admission::Admit::<Runtime>::new(),
        frame_system::CheckNonce::<Runtime>::from(nonce),
        frame_system::CheckWeight::<Runtime>::new(),
        CheckMetadataHash::<Runtime>::new(false),
        frame_system::WeightReclaim::<Runtime>::new(),
    )
}
