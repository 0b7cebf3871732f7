//! The bytes of anchored files.

use serde_json::{json, Value};

use crate::rpc::errors::{
    BLOB_BUSY, BLOB_DAMAGED, BLOB_FALSE, BLOB_NOT_HERE, BLOB_NOT_PERMITTED, BLOB_NO_ROOM, DISK,
    INVALID_PARAMS, NO_BLOBS, RUNTIME,
};

use super::{optional, param, schema::*, Method, Param, Shape, EXAMPLE_HASH, LIMIT};

const ROOT: Param = param("root", "Hash", EXAMPLE_HASH, "The blob's name: its content root.");
const ORDER: Param =
    param("order", "Order", "13", "A page has the hashes of 2 to this power chunks.");
const PAGE: Param = param("page", "Number", "0", "Which page; the first is 0.");
const INDEX: Param = param("index", "Number", "0", "Which chunk; the first is 0.");
const CONTENT: Param = param(
    "content",
    "Content",
    "{\"length\": 0, \"chunks\": 0, \"contentRoot\": \"0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\", \"segmentRoot\": \"0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\", \"s003Hash\": \"0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}",
    "What is uploaded.",
);
const PERMIT: Param = param(
    "permit",
    "Permit",
    "{\"account\": \"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\", \"signature\": \"0x0100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\", \"expiresAt\": 1}",
    "A member's signature on the permit's text.",
);

/// The methods, in the documentation's order.
pub const METHODS: &[Method] = &[
    Method {
        name: "icn_blobUsage",
        summary: "Shows how many bytes of files this node keeps, and may keep.",
        params: &[],
        result: Shape::One("BlobUsage"),
        errors: &[NO_BLOBS],
    },
    Method {
        name: "icn_blobs",
        summary: "Lists the files that this node keeps, by their content roots.",
        params: &[
            optional("after", "Hash", EXAMPLE_HASH, "The last one of the page before."),
            LIMIT,
        ],
        result: Shape::One("BlobPage"),
        errors: &[INVALID_PARAMS, NO_BLOBS],
    },
    Method {
        name: "icn_blob",
        summary: "Says what a file is that this node keeps.",
        params: &[ROOT],
        result: Shape::Maybe("Content"),
        errors: &[INVALID_PARAMS, NO_BLOBS, BLOB_DAMAGED],
    },
    Method {
        name: "icn_blobHashes",
        summary:
            "Gives the SHA-256 of a page of a file's chunks, with the way to its content root.",
        params: &[ROOT, ORDER, PAGE],
        result: Shape::One("ChunkHashes"),
        errors: &[INVALID_PARAMS, NO_BLOBS, BLOB_NOT_HERE, BLOB_BUSY, BLOB_DAMAGED, DISK],
    },
    Method {
        name: "icn_blobChunk",
        summary:
            "Gives the bytes of a chunk, 1 MiB but for the last one, with the proof of its hash.",
        params: &[ROOT, INDEX],
        result: Shape::One("Chunk"),
        errors: &[INVALID_PARAMS, NO_BLOBS, BLOB_NOT_HERE, BLOB_BUSY, BLOB_DAMAGED, DISK],
    },
    Method {
        name: "icn_blobUpload",
        summary: "Begins an upload with a member's permit, or goes on with it.",
        params: &[CONTENT, PERMIT],
        result: Shape::One("UploadState"),
        errors: &[
            INVALID_PARAMS,
            RUNTIME,
            NO_BLOBS,
            BLOB_NOT_PERMITTED,
            BLOB_NO_ROOM,
            BLOB_BUSY,
            BLOB_DAMAGED,
            BLOB_FALSE,
            DISK,
        ],
    },
    Method {
        name: "icn_blobUploadState",
        summary: "Says how far an upload is, and which chunks are missing.",
        params: &[
            ROOT,
            optional("from", "Number", "0", "The chunk from which on missing ones are named."),
        ],
        result: Shape::One("UploadState"),
        errors: &[INVALID_PARAMS, NO_BLOBS, BLOB_NOT_HERE, BLOB_BUSY, BLOB_DAMAGED],
    },
    Method {
        name: "icn_blobPutHashes",
        summary:
            "Takes the SHA-256 of a page of an upload's chunks, if they lead to its content root.",
        params: &[
            ROOT,
            ORDER,
            PAGE,
            param(
                "hashes",
                "Base64",
                "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"",
                "The hashes, 32 bytes each.",
            ),
            param(
                "path",
                "Path",
                "[]",
                "The hashes from the node above the page to the content root, from below.",
            ),
        ],
        result: Shape::One("Done"),
        errors: &[INVALID_PARAMS, NO_BLOBS, BLOB_NOT_HERE, BLOB_BUSY, BLOB_FALSE, DISK],
    },
    Method {
        name: "icn_blobPutChunk",
        summary: "Takes a chunk of an upload, if it has its hash.",
        params: &[ROOT, INDEX, param("bytes", "Base64", "\"dGVh\"", "The chunk; at most 1 MiB.")],
        result: Shape::One("Done"),
        errors: &[
            INVALID_PARAMS,
            NO_BLOBS,
            BLOB_NOT_HERE,
            BLOB_NO_ROOM,
            BLOB_BUSY,
            BLOB_FALSE,
            DISK,
        ],
    },
    Method {
        name: "icn_blobFinish",
        summary:
            "Ends an upload whose chunks are all there: from then on this node keeps the file.",
        params: &[ROOT],
        result: Shape::One("Content"),
        errors: &[
            INVALID_PARAMS,
            NO_BLOBS,
            BLOB_NOT_HERE,
            BLOB_NO_ROOM,
            BLOB_BUSY,
            BLOB_DAMAGED,
            BLOB_FALSE,
            DISK,
        ],
    },
];

/// The schemas that they name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let content = || {
        object(vec![
            ("length", number()),
            ("chunks", number()),
            ("contentRoot", one("Hash")),
            ("segmentRoot", one("Hash")),
            ("s003Hash", one("Hash")),
        ])
    };
    let range = || object(vec![("from", number()), ("to", number())]);
    vec![
        ("Base64", json!({ "type": "string", "pattern": "^[0-9A-Za-z+/]*={0,2}$" })),
        (
            "Order",
            json!({ "type": "integer", "minimum": 0, "maximum": icn_blobs::wire::MAX_ORDER }),
        ),
        ("Path", list(one("Hash"))),
        ("Done", json!({ "type": "boolean" })),
        ("Content", content()),
        (
            "Permit",
            object(vec![
                ("account", one("Account")),
                ("signature", one("Bytes")),
                ("expiresAt", one("Moment")),
            ]),
        ),
        (
            "BlobUsage",
            object(vec![
                ("capacity", number()),
                ("used", number()),
                ("blobs", number()),
                ("uploads", number()),
            ]),
        ),
        (
            "BlobPage",
            object(vec![
                (
                    "blobs",
                    list(object(vec![("root", one("Hash")), ("content", or_null(one("Content")))])),
                ),
                ("next", or_null(one("Hash"))),
            ]),
        ),
        (
            "ChunkHashes",
            object(vec![
                ("order", one("Order")),
                ("page", number()),
                ("hashes", one("Base64")),
                ("path", one("Path")),
            ]),
        ),
        (
            "Chunk",
            object(vec![
                ("index", number()),
                ("bytes", one("Base64")),
                ("hash", one("Hash")),
                ("path", one("Path")),
            ]),
        ),
        (
            "UploadState",
            object(vec![
                ("content", one("Content")),
                ("stored", flag()),
                ("present", number()),
                ("unknown", or_null(number())),
                ("missing", list(range())),
                ("next", or_null(number())),
            ]),
        ),
    ]
}
