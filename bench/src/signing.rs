//! Members that sign transactions, fast: encoded with the runtime's own types.

use codec::Encode;
use icn_primitives::{
    document::Service,
    membership::{Skill, Skills},
    AccountId, CooperativeId, Did, Hash, Nonce, SigningKey,
};
use icn_runtime::{Runtime, RuntimeCall, SignedPayload, TxExtension, UncheckedExtrinsic, VERSION};
use polkadot_sdk::{
    frame_metadata_hash_extension::CheckMetadataHash,
    frame_system,
    sp_core::{sr25519, Pair},
    sp_runtime::{generic::Era, BoundedVec},
};

/// Which call is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Measured {
    /// `did.put_service`: changes the signer's document.
    Did,
    /// `cooperatives.set_skills`: changes the signer's membership.
    Cooperatives,
}

/// Somebody who signs.
pub struct Member {
    pair: sr25519::Pair,
    cooperative: CooperativeId,
    nonce: Nonce,
    /// Version of the own document, which every `did` call must name.
    version: u32,
}

impl Member {
    /// The `index`th member of a cooperative; always the same.
    pub fn new(cooperative: CooperativeId, index: u32) -> anyhow::Result<Self> {
        let pair = sr25519::Pair::from_string(&format!("//bench//{cooperative}//{index}"), None)
            .map_err(|error| anyhow::anyhow!("no key: {error:?}"))?;
        Ok(Self { pair, cooperative, nonce: 0, version: 1 })
    }

    /// The public key.
    pub fn key(&self) -> SigningKey {
        self.pair.public().into()
    }

    fn call(&mut self, measured: Measured) -> RuntimeCall {
        let text = |text: String| BoundedVec::truncate_from(text.into_bytes());
        match measured {
            Measured::Did => {
                let version = self.version;
                self.version += 1;
                RuntimeCall::Did(pallet_did::Call::put_service {
                    did: Did::from_key(self.key()),
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
                let skill: Skill = text(format!("skill-{}", self.nonce));
                RuntimeCall::Cooperatives(pallet_cooperatives::Call::set_skills {
                    cooperative: self.cooperative,
                    skills: Skills::truncate_from(vec![skill]),
                })
            }
        }
    }

    /// The next transaction, encoded.
    pub fn sign_next(&mut self, measured: Measured, genesis: Hash) -> Vec<u8> {
        let call = self.call(measured);
        let extension: TxExtension = (
            frame_system::AuthorizeCall::<Runtime>::new(),
            frame_system::CheckNonZeroSender::<Runtime>::new(),
            frame_system::CheckSpecVersion::<Runtime>::new(),
            frame_system::CheckTxVersion::<Runtime>::new(),
            frame_system::CheckGenesis::<Runtime>::new(),
            frame_system::CheckMortality::<Runtime>::from(Era::Immortal),
            pallet_admission::Admit::<Runtime>::new(),
            frame_system::CheckNonce::<Runtime>::from(self.nonce),
            frame_system::CheckWeight::<Runtime>::new(),
            CheckMetadataHash::<Runtime>::new(false),
            frame_system::WeightReclaim::<Runtime>::new(),
        );
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
        let signature = payload.using_encoded(|payload| self.pair.sign(payload));
        let account: AccountId = self.pair.public().into();
        UncheckedExtrinsic::new_signed(call, account.into(), signature.into(), extension).encode()
    }
}
