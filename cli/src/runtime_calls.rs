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

/// What the chain answers, as commands get it: as JSON, and as it can be encoded again.
pub fn decoded_value<T: Encode + scale_info::TypeInfo + 'static>(
    answer: &T,
) -> (serde_json::Value, subxt::dynamic::Value) {
    let mut registry = scale_info::Registry::new();
    let id = registry.register_type(&scale_info::MetaType::new::<T>()).id;
    let types: scale_info::PortableRegistry = registry.into();
    let bytes = answer.encode();
    let json = crate::decoding::decode(&mut bytes.as_slice(), id, &types).unwrap();
    let value = subxt::ext::scale_value::scale::decode_as_type(&mut bytes.as_slice(), id, &types);
    (json, value.unwrap().remove_context())
}

/// What the runtime reads of an argument.
pub fn read_back<T: codec::Decode + scale_info::TypeInfo + 'static>(
    argument: &subxt::dynamic::Value,
) -> T {
    let mut registry = scale_info::Registry::new();
    let id = registry.register_type(&scale_info::MetaType::new::<T>()).id;
    let types: scale_info::PortableRegistry = registry.into();
    let bytes = argument.encode_as_type(id, &types).unwrap();
    T::decode_all(&mut bytes.as_slice()).unwrap()
}
