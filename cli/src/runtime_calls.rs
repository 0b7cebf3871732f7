//! For tests: what the runtime itself makes of our calls.

use codec::{DecodeAll, Encode};
use icn_runtime::{Runtime, RuntimeCall};
use subxt::{ext::scale_encode::EncodeAsType, Metadata};

use crate::submission::Call;

/// More zeros than any call takes to be read from them.
const ZEROS: [u8; 4096] = [0; 4096];

/// The runtime's metadata.
pub fn metadata() -> Metadata {
    Metadata::decode_from(&Runtime::metadata().encode()).unwrap()
}

/// A call, encoded as it is for a chain of this runtime.
pub fn encoded(call: Call) -> Vec<u8> {
    let metadata = metadata();
    let id = metadata.outer_enums().call_enum_ty();
    call.into_value().encode_as_type(id, metadata.types()).unwrap()
}

/// A call as the runtime reads it.
pub fn understood(call: Call) -> RuntimeCall {
    RuntimeCall::decode_all(&mut encoded(call).as_slice()).unwrap()
}

/// Every call of the runtime with its names, its arguments as zeros.
pub fn every_call() -> Vec<(String, String, RuntimeCall)> {
    let metadata = metadata();
    let mut all = Vec::new();
    for pallet in metadata.pallets() {
        for variant in pallet.call_variants().unwrap_or_default() {
            let bytes = [&[pallet.call_index(), variant.index][..], &ZEROS].concat();
            let read = <RuntimeCall as codec::Decode>::decode(&mut bytes.as_slice());
            if let Ok(call) = read {
                all.push((pallet.name().to_string(), variant.name.clone(), call));
            }
        }
    }
    all
}
