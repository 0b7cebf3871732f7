//! Every document can be rebuilt from the events.

use crate::{
    frame,
    mock::{Identity, RuntimeEvent, *},
    tests::documents::service,
    Documents, Event,
};
use alloc::collections::BTreeMap;
use frame::testing_prelude::*;
use icn_primitives::{
    document::{DidDocument, Relationships, VerificationMethod},
    Did, Moment, PublicKey,
};

/// What an indexer knows that has seen nothing but events and the times of their blocks.
#[derive(Default)]
pub struct Indexer {
    documents: BTreeMap<Did, DidDocument>,
    seen: usize,
}

impl Indexer {
    /// Takes in what has happened since the last time.
    pub fn follow(&mut self) {
        let now = Timestamp::get();
        for record in System::events().into_iter().skip(self.seen) {
            self.seen += 1;
            if let RuntimeEvent::Identity(event) = record.event {
                self.apply(event, now);
            }
        }
    }

    /// The documents as this indexer knows them are the chain's.
    pub fn assert_complete(&self) {
        let stored: BTreeMap<Did, DidDocument> = Documents::<Test>::iter().collect();
        assert_eq!(self.documents, stored);
    }

    fn change(&mut self, did: Did, version: u32, now: Moment, edit: impl FnOnce(&mut DidDocument)) {
        let document = self.documents.get_mut(&did).expect("it was created");
        edit(document);
        document.version = version;
        document.updated = now;
    }

    fn apply(&mut self, event: Event<Test>, now: Moment) {
        match event {
            Event::DidCreated { did, controller } => {
                let first = method(did.0.into(), Relationships::SIGNING);
                let document = DidDocument {
                    controller,
                    methods: vec![first].try_into().expect("one"),
                    services: Default::default(),
                    created: now,
                    updated: now,
                    version: 1,
                    deactivated: false,
                };
                assert_eq!(self.documents.insert(did, document), None);
            }
            Event::MethodPut { did, version, key, relationships } => {
                self.change(did, version, now, |document| {
                    match document.methods.iter_mut().find(|method| method.key == key) {
                        Some(present) => present.relationships = relationships,
                        None => {
                            document.methods.try_push(method(key, relationships)).expect("room")
                        }
                    }
                })
            }
            Event::MethodRemoved { did, version, key } => {
                self.change(did, version, now, |document| {
                    document.methods.retain(|method| method.key != key)
                })
            }
            Event::KeyRotated { did, version, old, new } => {
                self.change(did, version, now, |document| {
                    let at = document.methods.iter().position(|method| method.key == old);
                    let old = document.methods.remove(at.expect("it was put"));
                    document.methods.try_push(method(new, old.relationships)).expect("room");
                })
            }
            Event::ServicePut { did, version, service } => {
                self.change(did, version, now, |document| {
                    match document.services.iter_mut().find(|present| present.id == service.id) {
                        Some(present) => *present = service,
                        None => document.services.try_push(service).expect("room"),
                    }
                })
            }
            Event::ServiceRemoved { did, version, id } => {
                self.change(did, version, now, |document| {
                    document.services.retain(|service| service.id != id)
                })
            }
            Event::ControllerSet { did, version, controller } => {
                self.change(did, version, now, |document| document.controller = controller)
            }
            Event::Deactivated { did, version } => self.change(did, version, now, |document| {
                document.controller = None;
                document.methods = Default::default();
                document.services = Default::default();
                document.deactivated = true;
            }),
            Event::RecoveryCancelled { did, version } => self.change(did, version, now, |_| ()),
            Event::RecoveryFinished { did, version, key } => {
                self.change(did, version, now, |document| {
                    let only = method(key.into(), Relationships::SIGNING);
                    document.methods = vec![only].try_into().expect("one");
                })
            }
            Event::GuardiansSet { .. }
            | Event::RecoveryStarted { .. }
            | Event::RecoveryApproved { .. } => (),
            Event::__Ignore(..) => unreachable!(),
        }
    }
}

fn method(key: PublicKey, relationships: Relationships) -> VerificationMethod {
    VerificationMethod { key, relationships }
}

#[test]
fn documents_are_rebuilt_from_events_and_the_times_of_blocks() {
    scenario(|| {
        let mut indexer = Indexer::default();
        let (ada, bob, group) = (person("ada"), person("bob"), Keys::ed("group"));
        let (phone, new, agreeing) =
            (Keys::ed("phone"), Keys::sr("new"), PublicKey::X25519([5; 32]));
        let mut step = |result: DispatchResult| {
            assert_ok!(result);
            indexer.follow();
            indexer.assert_complete();
            pass(3_000);
        };
        let did = ada.did();
        let act = Relationships::AUTHENTICATION;
        step(Identity::create(ada.origin(), group.key(), group.may_act_for(group.did(), 0)));
        step(Identity::set_controller(group.origin(), group.did(), 1, Some(bob.did())));
        let proof = Some(phone.may_act_for(did, 1));
        step(Identity::add_method(ada.origin(), did, 1, phone.public(), act, proof));
        let agreement = Relationships::KEY_AGREEMENT;
        step(Identity::add_method(ada.origin(), did, 2, agreeing, agreement, None));
        step(Identity::set_relationships(
            ada.origin(),
            did,
            3,
            phone.public(),
            Relationships::SIGNING,
            None,
        ));
        let proof = Some(new.may_act_for(did, 4));
        step(Identity::rotate_key(ada.origin(), did, 4, ada.public(), new.public(), proof));
        step(Identity::remove_method(new.origin(), did, 5, agreeing));
        step(outcome(Identity::put_service(
            new.origin(),
            did,
            6,
            service("a", "https://a.example"),
        )));
        step(outcome(Identity::put_service(
            new.origin(),
            did,
            7,
            service("b", "https://b.example"),
        )));
        step(outcome(Identity::put_service(
            new.origin(),
            did,
            8,
            service("a", "https://c.example"),
        )));
        let id = service("b", "https://b.example").id;
        step(outcome(Identity::remove_service(new.origin(), did, 9, id)));
        let guardians = vec![bob.did()].try_into().expect("one");
        step(Identity::set_guardians(new.origin(), did, guardians, 1));
        let saved = Keys::sr("saved");
        let proof = saved.shall_recover(did, 10);
        step(Identity::start_recovery(bob.origin(), did, saved.key(), proof));
        step(Identity::cancel_recovery(new.origin(), did));
        let proof = saved.shall_recover(did, 11);
        step(Identity::start_recovery(bob.origin(), did, saved.key(), proof));
        pass(GUARDIAN_DELAY);
        step(Identity::finish_recovery(bob.origin(), did, saved.key()));
        step(Identity::deactivate(saved.origin(), did, 12));
    });
}
