//! Sentences that people sign outside a transaction: consents and proofs that they hold a key.
//!
//! They are plain text, so that a wallet shows its owner what is being signed. Each names the
//! chain by its genesis hash and ends at a moment, so that it holds on one chain and for a while;
//! each names a number that changes when it has been used, so that it holds once.

use alloc::{format, string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{CooperativeId, Did, Hash, Moment, Signature, SigningKey};

/// What a person states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Statement {
    /// "I join this cooperative": the consent without which nobody is enrolled (S000 §7).
    Join {
        /// The cooperative that is joined.
        cooperative: CooperativeId,
        /// The person.
        did: Did,
        /// How often this person had joined this cooperative before; 0 the first time.
        term: u32,
    },
    /// "This key is mine, and it may act for this DID."
    AddKey {
        /// The DID that gets the key.
        did: Did,
        /// The key, which signs this.
        key: SigningKey,
        /// The version of the document that is changed; 0 when the DID is being made.
        version: u32,
    },
    /// "I hold this key, and ask that it replaces the lost keys of this DID."
    Recover {
        /// The DID whose keys are lost.
        did: Did,
        /// The new key, which signs this.
        key: SigningKey,
        /// The version of the document when the recovery begins.
        version: u32,
    },
}

impl Statement {
    /// The text to sign, for the chain with `genesis`, valid up to `expires_at`.
    pub fn text(&self, genesis: &Hash, expires_at: Moment) -> String {
        let what = match self {
            Self::Join { cooperative, did, term } => {
                format!("I join cooperative {}\nas {did}\nterm {term}", cooperative.0)
            }
            Self::AddKey { did, key, version } => {
                format!(
                    "I hold the key {}\nand it may act for {did}\nversion {version}",
                    crate::PublicKey::from(*key)
                )
            }
            Self::Recover { did, key, version } => {
                format!("I hold the key {}\nand it shall replace the lost keys of {did}\nversion {version}", crate::PublicKey::from(*key))
            }
        };
        format!("ICN statement 1\n{what}\nchain {genesis:?}\nvalid until {expires_at}")
    }
}

/// A signature on a statement, with the moment at which the statement ends.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Signed {
    /// The signature on [`Statement::text`].
    pub signature: Signature,
    /// Until when the statement holds, in milliseconds of the chain's timestamp.
    pub expires_at: Moment,
}

/// Why a signed statement is not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotAccepted {
    /// Its moment has passed.
    Expired,
    /// It holds for longer than statements may.
    TooLong,
    /// The signature is not the key's on this text.
    BadSignature,
}

impl Signed {
    /// Whether `key` signed `statement` for the chain with `genesis`, and it holds at `now`.
    ///
    /// Wallets wrap texts in `<Bytes>…</Bytes>` before they sign them; both forms count.
    /// `longest` bounds how far ahead a statement may end, in milliseconds.
    pub fn verify(
        &self,
        statement: &Statement,
        key: &SigningKey,
        genesis: &Hash,
        now: Moment,
        longest: Moment,
    ) -> Result<(), NotAccepted> {
        if self.expires_at < now {
            return Err(NotAccepted::Expired);
        }
        if self.expires_at > now.saturating_add(longest) {
            return Err(NotAccepted::TooLong);
        }
        let text = statement.text(genesis, self.expires_at);
        if key.verify(text.as_bytes(), &self.signature)
            || key.verify(&wrapped(&text), &self.signature)
        {
            Ok(())
        } else {
            Err(NotAccepted::BadSignature)
        }
    }
}

/// `text` as wallets' `signRaw` wraps it.
fn wrapped(text: &str) -> Vec<u8> {
    [b"<Bytes>", text.as_bytes(), b"</Bytes>"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use polkadot_sdk::sp_core::{sr25519, Pair};

    const NOW: Moment = 1_000_000;
    const LONGEST: Moment = 1_000;

    fn signed(by: &sr25519::Pair, statement: &Statement, expires_at: Moment) -> Signed {
        let text = statement.text(&Hash::repeat_byte(1), expires_at);
        Signed { signature: by.sign(text.as_bytes()).into(), expires_at }
    }

    fn statement(by: &sr25519::Pair, term: u32) -> Statement {
        Statement::Join { cooperative: CooperativeId(3), did: Did(by.public().into()), term }
    }

    #[test]
    fn a_statement_holds_for_its_key_chain_term_and_time_only() {
        let (ada, bob) = (sr25519::Pair::from_seed(&[1; 32]), sr25519::Pair::from_seed(&[2; 32]));
        let key: SigningKey = ada.public().into();
        let consent = signed(&ada, &statement(&ada, 0), NOW + 500);
        let check = |statement: &Statement, key: &SigningKey, genesis: u8, now| {
            consent.verify(statement, key, &Hash::repeat_byte(genesis), now, LONGEST)
        };
        assert_eq!(check(&statement(&ada, 0), &key, 1, NOW), Ok(()));
        assert_eq!(check(&statement(&ada, 1), &key, 1, NOW), Err(NotAccepted::BadSignature));
        assert_eq!(
            check(&statement(&ada, 0), &bob.public().into(), 1, NOW),
            Err(NotAccepted::BadSignature)
        );
        assert_eq!(check(&statement(&ada, 0), &key, 2, NOW), Err(NotAccepted::BadSignature));
        assert_eq!(check(&statement(&ada, 0), &key, 1, NOW + 501), Err(NotAccepted::Expired));
        assert_eq!(check(&statement(&ada, 0), &key, 1, NOW - 501), Err(NotAccepted::TooLong));
    }

    #[test]
    fn a_wallet_may_wrap_the_text() {
        let ada = sr25519::Pair::from_seed(&[1; 32]);
        let statement = statement(&ada, 0);
        let text = statement.text(&Hash::repeat_byte(1), NOW);
        let wallet = Signed { signature: ada.sign(&wrapped(&text)).into(), expires_at: NOW };
        assert_eq!(
            wallet.verify(&statement, &ada.public().into(), &Hash::repeat_byte(1), NOW, LONGEST),
            Ok(())
        );
    }
}
