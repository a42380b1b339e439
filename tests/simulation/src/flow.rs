//! A whole flow, from asking to verifying, by several admins of several tenants,
//! while the directories change under their hands.

use broker::messages::{PairCommand, TenantCommand};
use broker::ports::{GroupMember, MemberKind};
use shared::{
    api::RequestView,
    ids::{GroupId, ObjectId, Pair, TenantId},
    mapping_file::{self, Column},
};

use crate::{
    admins::{Admin, Job},
    cast::{self, Cast},
    run::Run,
    world::World,
};

/// Starts everybody who takes part in a flow.
pub fn start(run: &Run) {
    let (world, cast) = (&run.world, &run.cast);
    for source in &cast.sources {
        let scopes = world
            .directories
            .with(*source, |contents| contents.scopes.clone());
        for scope in scopes {
            let flow = Flow {
                world: world.clone(),
                cast: cast.clone(),
                pair: cast.pair(*source),
                group: scope.group_id,
            };
            world.engine.spawn(None, flow.clone().goes_through());
            if world.weather.percent(60) {
                world.engine.spawn(None, flow.changes_things());
            }
        }
    }
}

#[derive(Clone)]
struct Flow {
    world: World,
    cast: Cast,
    pair: Pair,
    group: GroupId,
}

impl Flow {
    fn admin(&self, tenant: TenantId, number: u32) -> Admin {
        Admin {
            world: self.world.clone(),
            tenant,
            id: cast::admin(number),
        }
    }

    async fn goes_through(self) {
        let weather = self.world.weather.clone();
        let (source, target) = (
            self.admin(self.pair.source, 1),
            self.admin(self.pair.target, 2),
        );
        let rounds = 1 + u32::from(weather.percent(25));
        for _ in 0..rounds {
            source.thinks().await;
            let Some(asked) = self.asks_copy(&source).await else {
                continue;
            };
            target.thinks().await;
            self.decides(&source, &target, &asked).await;
            target.waits_for(self.pair, asked.id).await;
        }
        self.maps(&target).await;
        let both_press = weather.percent(30);
        if both_press {
            let second = self.admin(self.pair.target, 3);
            let flow = self.clone();
            self.world
                .engine
                .spawn(None, async move { flow.presses_at_random(&second).await });
        }
        target.runs(self.pair, Job::Write).await;
        target.thinks().await;
        if weather.percent(30) {
            target.runs(self.pair, Job::Write).await;
        }
        target.runs(self.pair, Job::Verify).await;
    }

    async fn asks_copy(&self, source: &Admin) -> Option<RequestView> {
        let create = TenantCommand::CreateCopy {
            target: self.pair.target,
            group: self.group,
            by: source.id,
            idempotency_key: source.key(),
        };
        source.request(self.pair.source, create).await
    }

    /// Accept, reject, cancel: one of them, or several at once.
    async fn decides(&self, source: &Admin, target: &Admin, asked: &RequestView) {
        let weather = &self.world.weather;
        let present = TenantCommand::Present {
            id: asked.id,
            target: self.pair.target,
        };
        let shown = target.request(self.pair.source, present).await;
        let digest = shown.and_then(|view| view.digest).or(asked.digest.clone());
        let accept = TenantCommand::Accept {
            id: asked.id,
            target: self.pair.target,
            by: target.id,
            digest: digest.unwrap(),
            overwrite: weather.percent(25),
        };
        let reject = TenantCommand::Reject {
            id: asked.id,
            target: self.pair.target,
            by: target.id,
            reason: "Not now.".to_owned(),
        };
        let cancel = TenantCommand::Cancel {
            id: asked.id,
            by: source.id,
        };
        if weather.percent(3) {
            // Nobody decides.
            return;
        }
        if weather.percent(10) {
            self.at_once(source, cancel);
        }
        if weather.percent(10) {
            self.at_once(target, reject.clone());
        }
        if weather.percent(10) {
            self.world.oracle.presses_accept(asked.id);
            self.at_once(target, accept.clone());
        }
        if weather.percent(5) {
            target.request(self.pair.source, reject).await;
        } else {
            self.world.oracle.presses_accept(asked.id);
            target.request(self.pair.source, accept).await;
        }
    }

    /// Somebody else presses within the same second.
    fn at_once(&self, admin: &Admin, command: TenantCommand) {
        let (admin, source) = (admin.clone(), self.pair.source);
        self.world.engine.spawn(None, async move {
            let moment = admin.world.weather.between(0, 1_000);
            admin.world.engine.pass(moment).await;
            admin.request(source, command).await;
        });
    }

    async fn maps(&self, target: &Admin) {
        let weather = &self.world.weather;
        if weather.percent(80) {
            target.runs(self.pair, Job::Map).await;
        }
        if weather.percent(60) {
            let Some(text) = target.mapping_file(self.pair).await else {
                return;
            };
            let auto_progress = weather.percent(60);
            let retention = [60, 3_600, 48 * 3_600][weather.below(3) as usize];
            let bytes = self.edited(&text);
            let id = target
                .uploads(self.pair, bytes, retention, auto_progress)
                .await;
            let Some(id) = id else { return };
            target.waits_for(self.pair, id).await;
            if !auto_progress || weather.percent(20) {
                target.runs(self.pair, Job::MapByFile).await;
            }
        }
    }

    /// The mapping file with MailUsers filled in: mostly those that were meant,
    /// sometimes one that somebody else of this source has, or none at all.
    fn edited(&self, text: &str) -> Vec<u8> {
        let weather = &self.world.weather;
        let mut file = mapping_file::open(text.as_bytes().to_vec()).unwrap();
        let column = file
            .column(Column::TargetExternalDirectoryObjectId)
            .unwrap();
        let rows: Vec<_> = file.rows().collect();
        let sources: Vec<ObjectId> = rows
            .iter()
            .map(|row| {
                let id = file.value(*row, Column::SourceExternalDirectoryObjectId);
                id.parse().unwrap()
            })
            .collect();
        for (row, source) in rows.iter().zip(&sources) {
            let of = if weather.percent(8) {
                weather.one_of(&sources).unwrap()
            } else {
                source
            };
            match self.cast.meant.get(of) {
                Some(target) if !weather.percent(10) => {
                    file.set_cell(*row, column, &target.to_string()).unwrap();
                }
                _ => {}
            }
        }
        file.save()
    }

    /// A second admin who presses whatever there is.
    async fn presses_at_random(&self, second: &Admin) {
        let weather = &self.world.weather;
        for _ in 0..=weather.below(3) {
            second.thinks().await;
            match weather.below(5) {
                0 => drop(second.asks(self.pair, Job::Map).await),
                1 => drop(second.asks(self.pair, Job::Write).await),
                2 => drop(second.asks(self.pair, Job::Verify).await),
                3 => self.uploads_and_deletes(second).await,
                _ => {
                    let source = self.admin(self.pair.source, 4);
                    if let Some(asked) = self.asks_copy(&source).await {
                        self.decides(&source, second, &asked).await;
                    }
                }
            }
        }
    }

    async fn uploads_and_deletes(&self, admin: &Admin) {
        let Some(text) = admin.mapping_file(self.pair).await else {
            return;
        };
        let bytes = text.into_bytes();
        if let Some(id) = admin.uploads(self.pair, bytes, 3_600, true).await {
            admin.thinks().await;
            let delete = PairCommand::DeleteUpload { id, by: admin.id };
            admin.ask_pair(self.pair, delete).await;
        }
    }

    /// People join, leave and are renamed in Exchange while all of this goes on.
    async fn changes_things(self) {
        let (world, weather) = (&self.world, &self.world.weather);
        for _ in 0..=weather.below(3) {
            world.engine.pass(weather.between(0, 600_000)).await;
            let now = world.engine.now();
            let source = self.pair.source;
            match weather.below(4) {
                0 => world
                    .directories
                    .change_members(now, source, self.group, |members| {
                        members.pop();
                    }),
                1 => {
                    let all = world.directories.with(source, |contents| {
                        contents.mailboxes.values().cloned().collect::<Vec<_>>()
                    });
                    if let Some(mailbox) = weather.one_of(&all) {
                        let joins = GroupMember {
                            name: mailbox.display_name.clone(),
                            kind: MemberKind::Mailbox(mailbox.id),
                        };
                        world
                            .directories
                            .change_members(now, source, self.group, |members| {
                                if !members.contains(&joins) {
                                    members.push(joins);
                                }
                            });
                    }
                }
                2 => world.directories.with(self.pair.target, |contents| {
                    let users: Vec<_> = contents.mail_users.keys().copied().collect();
                    if let Some(gone) = weather.one_of(&users) {
                        contents.mail_users.remove(gone);
                    }
                }),
                _ => world.directories.with(source, |contents| {
                    let mailboxes: Vec<_> = contents.mailboxes.keys().copied().collect();
                    if let Some(gone) = weather.one_of(&mailboxes) {
                        contents.mailboxes.remove(gone);
                    }
                }),
            }
        }
    }
}
