//! What a member signs so that a provider's node takes an upload.
//!
//! It is a plain text, so that a wallet shows what is being signed. It names the chain, one content
//! and its length, and a moment at which it ends. Used twice it allows the same upload twice, which
//! is one upload.

use icn_primitives::{
    content::{Content, ContentRoot},
    AccountId, Hash, Moment, Signature, DAY,
};
use polkadot_sdk::sp_runtime::traits::Verify;

/// How far ahead a permit may end, in milliseconds.
pub const LONGEST: Moment = DAY;

/// A signature with which an account vouches for an upload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Permit {
    /// Whose signature it is.
    pub account: AccountId,
    /// On [`permit_text`], bare or as wallets wrap it.
    pub signature: Signature,
    /// Until when it holds, in milliseconds since the Unix epoch.
    pub expires_at: Moment,
}

/// Why a permit is not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotPermitted {
    /// Its moment has passed.
    Expired,
    /// It ends further ahead than [`LONGEST`].
    TooLong,
    /// The account hasn't signed this.
    BadSignature,
}

impl std::fmt::Display for NotPermitted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Expired => "the permit has expired: sign a new one",
            Self::TooLong => "the permit ends more than a day ahead: sign one that ends sooner",
            Self::BadSignature => {
                "the signature isn't this account's on this content, its length, this chain and \
                 the moment at which the permit ends"
            }
        })
    }
}

/// The text to sign, for the chain with `genesis`.
pub fn permit_text(genesis: &Hash, root: &ContentRoot, length: u64, expires_at: Moment) -> String {
    format!(
        "ICN permit 1\nI upload the content {root:?}\nof {length} bytes\nchain {genesis:?}\n\
         valid until {expires_at}"
    )
}

impl Permit {
    /// Whether it allows the upload of `content` to a node of the chain with `genesis`, at `now`.
    pub fn check(
        &self,
        content: &Content,
        genesis: &Hash,
        now: Moment,
    ) -> Result<(), NotPermitted> {
        if self.expires_at < now {
            return Err(NotPermitted::Expired);
        }
        if self.expires_at > now.saturating_add(LONGEST) {
            return Err(NotPermitted::TooLong);
        }
        let text = permit_text(genesis, &content.content_root, content.length, self.expires_at);
        let wrapped = format!("<Bytes>{text}</Bytes>");
        let signed = [text, wrapped]
            .iter()
            .any(|text| self.signature.verify(text.as_bytes(), &self.account));
        if signed {
            Ok(())
        } else {
            Err(NotPermitted::BadSignature)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polkadot_sdk::sp_keyring::Sr25519Keyring::{Alice, Bob};

    const GENESIS: Hash = Hash::repeat_byte(1);

    fn content() -> Content {
        Content::of(b"tea").unwrap()
    }

    fn permit(expires_at: Moment, wrap: bool) -> Permit {
        let Content { content_root, length, .. } = content();
        let mut text = permit_text(&GENESIS, &content_root, length, expires_at);
        if wrap {
            text = format!("<Bytes>{text}</Bytes>");
        }
        let signature = Alice.sign(text.as_bytes()).into();
        Permit { account: Alice.to_account_id(), signature, expires_at }
    }

    #[test]
    fn a_permit_holds_for_one_content_on_one_chain_and_for_a_while() {
        for wrap in [false, true] {
            let permit = permit(1_000, wrap);
            assert_eq!(permit.check(&content(), &GENESIS, 1_000), Ok(()));
            assert_eq!(permit.check(&content(), &GENESIS, 1_001), Err(NotPermitted::Expired));
            let bad = Err(NotPermitted::BadSignature);
            assert_eq!(permit.check(&content(), &Hash::zero(), 1_000), bad);
            let other = Content::of(b"coffee").unwrap();
            assert_eq!(permit.check(&other, &GENESIS, 1_000), bad);
            let longer = Content { length: 4, ..content() };
            assert_eq!(permit.check(&longer, &GENESIS, 1_000), bad);
            let stolen = Permit { account: Bob.to_account_id(), ..permit.clone() };
            assert_eq!(stolen.check(&content(), &GENESIS, 1_000), bad);
            let stretched = Permit { expires_at: 2_000, ..permit };
            assert_eq!(stretched.check(&content(), &GENESIS, 1_000), bad);
        }
        let far = permit(LONGEST + 2, false);
        assert_eq!(far.check(&content(), &GENESIS, 1), Err(NotPermitted::TooLong));
    }

    #[test]
    fn what_is_signed_stays_as_it_is() {
        let text = permit_text(&GENESIS, &Hash::repeat_byte(2), 3, 4);
        let expected = format!(
            "ICN permit 1\nI upload the content 0x{}\nof 3 bytes\nchain 0x{}\nvalid until 4",
            "02".repeat(32),
            "01".repeat(32)
        );
        assert_eq!(text, expected);
    }
}
