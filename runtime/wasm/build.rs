use std::path::Path;

use polkadot_sdk::substrate_wasm_builder::WasmBuilder;

fn main() {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this is in runtime/wasm");
    WasmBuilder::new()
        .with_project(runtime.join("Cargo.toml"))
        .expect("runtime has a manifest")
        .import_memory()
        .export_heap_base()
        .build();
}
