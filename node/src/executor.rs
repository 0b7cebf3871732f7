//! What executes the runtime: its WASM, compiled to machine code that is kept for the next start.
//!
//! There is no native runtime that the WASM could differ from.

use polkadot_sdk::{
    sc_executor::{HeapAllocStrategy, WasmExecutor, DEFAULT_HEAP_ALLOC_STRATEGY},
    sc_service::Configuration,
    sp_io::SubstrateHostFunctions,
};
use std::path::{absolute, Path, PathBuf};

/// Executes a runtime.
pub type Executor = WasmExecutor<SubstrateHostFunctions>;

/// Where compiled runtimes are kept. Compiling one takes some seconds of both of a small machine's
/// cores, and is what a node's start would take longest for.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct CompiledRuntimes {
    /// Where compiled runtimes are kept for the next start; in `compiled` below `--base-path`, if
    /// not given.
    ///
    /// Nodes of the same user can share it. It holds machine code that the node runs: nobody else
    /// may write there. What is missing or damaged there is compiled anew.
    #[arg(long, value_name = "DIR", env = "ICN_COMPILED_RUNTIMES")]
    compiled_runtimes: Option<PathBuf>,
}

impl CompiledRuntimes {
    /// What executes the runtime of this many chains of a node. One for all of them, as they run the
    /// same code.
    pub fn executor(&self, config: &Configuration, chains: usize) -> Executor {
        let place = self.place(config.base_path.path());
        let config = &config.executor;
        let heap = config.default_heap_pages.map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |pages| {
            HeapAllocStrategy::Static { extra_pages: pages.try_into().unwrap_or(u32::MAX) }
        });
        Executor::builder()
            .with_cache_path(place)
            .with_execution_method(config.wasm_method)
            .with_onchain_heap_alloc_strategy(heap)
            .with_offchain_heap_alloc_strategy(heap)
            .with_max_runtime_instances(config.max_runtime_instances.saturating_mul(chains))
            .with_runtime_cache_size(config.runtime_cache_size)
            .build()
    }

    /// What executes a runtime without a node: what it compiles is kept if a place is given.
    pub fn executor_alone(&self) -> Executor {
        match self.given() {
            Some(place) => Executor::builder().with_cache_path(place).build(),
            None => Executor::builder().build(),
        }
    }

    fn place(&self, base: &Path) -> PathBuf {
        self.given().unwrap_or_else(|| base.join("compiled"))
    }

    /// The place that was given. An empty one is none.
    fn given(&self) -> Option<PathBuf> {
        self.compiled_runtimes.as_ref().and_then(|place| absolute(place).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use codec::Encode;
    use polkadot_sdk::{
        sc_executor::RuntimeVersionOf,
        sp_core::traits::{RuntimeCode, WrappedRuntimeCode},
        sp_io::{hashing::blake2_256, TestExternalities},
    };
    use std::fs;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        compiled: CompiledRuntimes,
    }

    fn given(place: &str) -> CompiledRuntimes {
        Line::parse_from(["icn-node", "--compiled-runtimes", place]).compiled
    }

    /// All files below `directory`.
    fn files(directory: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }

    #[test]
    fn without_a_place_a_node_keeps_them_with_its_data() {
        let none = CompiledRuntimes::default();
        assert_eq!(none.place(Path::new("/base")), Path::new("/base/compiled"));
        assert_eq!(given("/shared").place(Path::new("/base")), Path::new("/shared"));
        assert!(given("shared").place(Path::new("/base")).is_absolute());
    }

    #[test]
    fn what_is_damaged_is_compiled_anew() {
        let place = tempfile::tempdir().unwrap();
        let compiled = given(place.path().to_str().unwrap());
        let wasm = icn_runtime_wasm::WASM_BINARY.expect("tests need the runtime's WASM");
        let code = RuntimeCode {
            code_fetcher: &WrappedRuntimeCode(wasm.into()),
            heap_pages: None,
            hash: blake2_256(wasm).encode(),
        };
        let run = || {
            let mut state = TestExternalities::default();
            compiled.executor_alone().runtime_version(&mut state.ext(), &code).unwrap()
        };
        let version = run();
        assert_eq!(version.spec_name, icn_runtime::VERSION.spec_name);
        let kept = files(place.path());
        assert!(!kept.is_empty());
        for file in kept {
            fs::write(file, "no machine code").unwrap();
        }
        assert_eq!(run(), version);
    }
}
