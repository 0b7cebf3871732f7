//! Names of calls and errors, from the runtime's own metadata.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use codec::Decode;
use frame_metadata::{v14::RuntimeMetadataV14, RuntimeMetadata, RuntimeMetadataPrefixed};
use icn_primitives::{Hash, OpaqueBlock as Block};
use polkadot_sdk::{
    sp_api::{Metadata, ProvideRuntimeApi},
    sp_runtime::{DispatchError, ModuleError},
};

/// Names calls and errors as the runtime at a block does.
pub trait Names: Send + Sync {
    /// Pallet and call of an encoded call, as `Cooperatives.admit`.
    fn call(&self, at: Hash, call: &[u8]) -> Option<String>;

    /// Pallet and name of a pallet's error, as `Cooperatives.NotFound`.
    fn module_error(&self, at: Hash, pallet: u8, error: u8) -> Option<String>;

    /// What an error is called; one of a pallet that has no name, by its numbers.
    fn error(&self, at: Hash, error: DispatchError) -> String {
        match error {
            DispatchError::Module(ModuleError { index, error: [error, ..], .. }) => self
                .module_error(at, index, error)
                .unwrap_or_else(|| format!("error {error} of pallet {index}")),
            other => format!("{other:?}"),
        }
    }
}

/// The names in one version of the runtime.
#[derive(Default)]
pub struct Table {
    calls: BTreeMap<[u8; 2], String>,
    errors: BTreeMap<[u8; 2], String>,
}

impl Table {
    /// From encoded metadata; empty if it has a form that this node doesn't know.
    pub fn read(mut metadata: &[u8]) -> Self {
        match RuntimeMetadataPrefixed::decode(&mut metadata) {
            Ok(RuntimeMetadataPrefixed(_, RuntimeMetadata::V14(metadata))) => Self::of(&metadata),
            _ => Self::default(),
        }
    }

    fn of(metadata: &RuntimeMetadataV14) -> Self {
        let mut table = Self::default();
        for pallet in &metadata.pallets {
            let types = [
                (&mut table.calls, pallet.calls.as_ref().map(|calls| calls.ty)),
                (&mut table.errors, pallet.error.as_ref().map(|error| error.ty)),
            ];
            for (names, ty) in types {
                let ty = ty.and_then(|ty| metadata.types.resolve(ty.id));
                let Some(scale_info::TypeDef::Variant(variants)) = ty.map(|ty| &ty.type_def) else {
                    continue;
                };
                let named = variants.variants.iter().map(|variant| {
                    ([pallet.index, variant.index], format!("{}.{}", pallet.name, variant.name))
                });
                names.extend(named);
            }
        }
        table
    }

    /// The name of an encoded call.
    pub fn call(&self, call: &[u8]) -> Option<String> {
        self.calls.get(call.get(..2)?).cloned()
    }

    /// The name of a pallet's error.
    pub fn module_error(&self, pallet: u8, error: u8) -> Option<String> {
        self.errors.get(&[pallet, error]).cloned()
    }
}

/// The names that a chain's runtime has. Keeps those of the version that was asked for last.
pub struct ChainNames<C> {
    client: Arc<C>,
    last: Mutex<Option<(u32, Arc<Table>)>>,
}

impl<C> ChainNames<C>
where
    C: ProvideRuntimeApi<Block, Api: Metadata<Block>>,
{
    pub fn new(client: Arc<C>) -> Self {
        Self { client, last: Mutex::default() }
    }

    /// The names at a block; none if the runtime there doesn't tell them.
    fn at(&self, block: Hash) -> Arc<Table> {
        let api = self.client.runtime_api();
        let Ok(version) = polkadot_sdk::sp_api::Core::version(&*api, block) else {
            return Arc::default();
        };
        let version = version.spec_version;
        // Whoever panicked while it held this left what was there before.
        let mut last = self.last.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some((_, table)) = last.as_ref().filter(|(known, _)| *known == version) {
            return table.clone();
        }
        let Ok(metadata) = api.metadata(block) else { return Arc::default() };
        let table = Arc::new(Table::read(&metadata));
        *last = Some((version, table.clone()));
        table
    }
}

impl<C> Names for ChainNames<C>
where
    C: ProvideRuntimeApi<Block, Api: Metadata<Block>> + Send + Sync,
{
    fn call(&self, at: Hash, call: &[u8]) -> Option<String> {
        self.at(at).call(call)
    }

    fn module_error(&self, at: Hash, pallet: u8, error: u8) -> Option<String> {
        self.at(at).module_error(pallet, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;
    use icn_primitives::governance::ProposalId;
    use icn_runtime::{Runtime, RuntimeCall};

    #[test]
    fn the_runtimes_calls_and_errors_have_their_names() {
        let metadata = Runtime::metadata().encode();
        let table = Table::read(&metadata);
        let call = pallet_governance::Call::advance {
            proposal: ProposalId(0),
            max_weight: Default::default(),
        };
        let call = RuntimeCall::Governance(call).encode();
        assert_eq!(table.call(&call).as_deref(), Some("Governance.advance"));
        let error = table.module_error(call[0], 0).unwrap();
        assert!(error.starts_with("Governance."), "{error}");
        for nameless in [&[][..], &[0], &[255, 255]] {
            assert_eq!(table.call(nameless), None);
        }
        assert_eq!(table.module_error(255, 0), None);
        assert!(Table::read(b"nothing").calls.is_empty());
    }
}
