"""Who may call what hangs on a pairing: lines of the authorisation table, in its columns."""

PAIRING_TABLE = """
#                                                     s r t   l   s o   h r t   c p t   f h a   a t   0 s r c i t
GET    /mentor-pairs                                  + + +   +   + +   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /mentor-pairs.{suffix}                         + + +   +   + +   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /leading-groups                                + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /leading-groups.{suffix}                       + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
POST   /leading-groups                                + + 4   +   3 3   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /leading-groups/{group_id}                     + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
GET    /partners                                      + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /partners.{suffix}                             + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
POST   /partners                                      + + 4   +   3 3   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /partners/{partner_id}                         + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PATCH  /partners/{partner_id}                         + + 4   +   3 3   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /partners/{partner_id}/end                     + + 4   +   3 3   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /partners/{partner_id}/void                    + + 4   +   3 3   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /leading-groups/{group_id}/void                + + 4   +   3 3   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /mentor-pairs                                  + + 4   +   4 4   + + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /mentor-pairs/people                           + + +   +   + +   + + +   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /mentor-pairs/{mentor_pair_id}                 + + 4   +   + 4   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PATCH  /mentor-pairs/{mentor_pair_id}                 + + 4   +   3 4   + + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /mentor-pairs/{mentor_pair_id}/summarise       + 3 4   +   + 4   + + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /mentor-pairs/{mentor_pair_id}/review          3 3 4   +   3 4   + + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /mentor-pairs/{mentor_pair_id}/end             + + 4   +   3 4   + + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /mentor-pairs/{mentor_pair_id}/void            + + 4   +   3 4   + + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /mentor-listings                               + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /mentor-listings.{suffix}                      + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /mentor-listings/board                         + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
POST   /mentor-listings/offers                        + 3 4   +   3 3   + 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /mentor-listings/needs                         3 + 4   3   3 3   3 + 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /mentor-listings/{mentor_listing_id}           + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PATCH  /mentor-listings/{mentor_listing_id}           + 3 4   +   3 3   + 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /mentor-listings/{mentor_listing_id}/withdraw  + 3 4   +   3 3   + 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /shared-resources                              + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /shared-resources.{suffix}                     + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
POST   /shared-resources                              + + 4   +   3 3   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /shared-resources/{shared_resource_id}         + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
POST   /shared-resources/{shared_resource_id}/void    + 3 4   +   3 3   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /lesson-records                                + + +   +   + +   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /lesson-records.{suffix}                       + + +   +   + +   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
POST   /lesson-records                                + 3 4   +   + 3   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /lesson-records/pairings                       + + +   +   + +   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /lesson-records/people                         + + 4   +   + +   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /lesson-records/{lesson_record_id}             + + 4   +   + 4   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PATCH  /lesson-records/{lesson_record_id}             + 3 4   +   + 4   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /lesson-records/{lesson_record_id}/reflect     3 + 4   3   3 4   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /lesson-records/{lesson_record_id}/void        + 3 4   +   + 4   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /support-classes                               + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /support-classes.{suffix}                      + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
POST   /support-classes                               + + 4   +   3 3   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /support-classes/{support_class_id}            + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
GET    /support-classes/{support_class_id}/people     + 3 4   +   3 3   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
PATCH  /support-classes/{support_class_id}            + 3 4   +   3 3   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /support-classes/{support_class_id}/propose    + 3 4   +   3 3   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /support-classes/{support_class_id}/join       3 + 4   3   3 3   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /support-classes/{support_class_id}/approve    3 3 4   3   3 3   3 + 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /support-classes/{support_class_id}/return     3 3 4   3   3 3   3 + 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /support-classes/{support_class_id}/assign     + 3 4   +   3 3   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /support-classes/{support_class_id}/staff      + 3 4   +   3 3   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /support-classes/{support_class_id}/start      + + 4   +   3 3   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /support-classes/{support_class_id}/end        + + 4   +   3 3   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /support-classes/{support_class_id}/void       + + 4   +   3 3   3 + 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /supports                                      + + +   +   3 3   + + +   + + +   + 3 +   3 3   3 3 + 3 + +
GET    /supports.{suffix}                             + + +   +   3 3   + + +   + + +   + 3 +   3 3   3 3 + 3 + +
POST   /supports                                      + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /supports/{support_id}                         + + 4   +   3 3   + + 4   + + 4   + 3 +   3 3   3 3 + 3 + 4
PATCH  /supports/{support_id}                         + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /supports/{support_id}/give                    + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /supports/{support_id}/confirm                 3 + 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /supports/{support_id}/dispute                 3 + 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /supports/{support_id}/void                    + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /term-reviews                                  + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /term-reviews.{suffix}                         + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /term-reviews/contributions/{contribution_id}  + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
POST   /term-reviews                                  4 + 4   4   3 3   4 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /term-reviews/{term_review_id}                 + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PATCH  /term-reviews/{term_review_id}                 3 + 4   3   3 3   3 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /term-reviews/{term_review_id}/collect         3 + 4   3   3 3   3 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /term-reviews/{term_review_id}/check           3 + 4   3   3 3   3 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /term-reviews/{term_review_id}/decide          3 + 4   3   3 3   3 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /term-reviews/{term_review_id}/submit          3 + 4   3   3 3   3 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /term-reviews/{term_review_id}/accept          3 3 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /term-reviews/{term_review_id}/return          3 3 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /term-reviews/{term_review_id}/void            3 + 4   3   3 3   3 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /term-reviews/{term_review_id}/contributions   3 + 4   3   3 3   3 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /term-reviews/{term_review_id}/contributions/{contribution_id}/hand-in 3+433333433333333333333
POST   /term-reviews/{term_review_id}/contributions/{contribution_id}/judge 3+433333433333333333333
POST   /term-reviews/{term_review_id}/contributions/{contribution_id}/void 3+433333433333333333333
GET    /improvement-plans                             + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /improvement-plans.{suffix}                    + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /improvement-plans/missing                     + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /improvement-plans/missing.{suffix}            + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /improvement-plans/milestones/{milestone_id} + + 4 + 3 3 + + 4 + + 4 3 3 + 3 3 3 3 + 3 + 4
POST   /improvement-plans                             4 + 4   4   3 3   4 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /improvement-plans/{improvement_plan_id}       + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PATCH  /improvement-plans/{improvement_plan_id}       3 + 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /improvement-plans/{improvement_plan_id}/submit 3 + 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /improvement-plans/{improvement_plan_id}/accept 3 3 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /improvement-plans/{improvement_plan_id}/return 3 3 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /improvement-plans/{improvement_plan_id}/close 3 3 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /improvement-plans/{improvement_plan_id}/void  3 + 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /improvement-plans/{improvement_plan_id}/milestones 3 + 4 3 3 3 3 + 4 3 3 3 3 3 3 3 3 3 3 3 3 3 3
PATCH  /improvement-plans/{improvement_plan_id}/milestones/{milestone_id} 3+43333+433333333333333
POST   /improvement-plans/{improvement_plan_id}/milestones/{milestone_id}/void 3+43333+433333333333333
POST   /improvement-plans/{improvement_plan_id}/milestones/{milestone_id}/done ++4+33++433333333333333
POST   /improvement-plans/{improvement_plan_id}/milestones/{milestone_id}/reopen ++4+33++433333333333333
GET    /term-plans                                    + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /term-plans.{suffix}                           + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
POST   /term-plans                                    + + 4   +   3 3   + + 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /term-plans/{term_plan_id}                     + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PATCH  /term-plans/{term_plan_id}                     + 3 4   +   3 3   + 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /term-plans/{term_plan_id}/propose             + 3 4   +   3 3   + 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /term-plans/{term_plan_id}/withdraw            + 3 4   +   3 3   + 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /term-plans/{term_plan_id}/agree               3 + 4   3   3 3   3 + 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /term-plans/{term_plan_id}/return              3 + 4   3   3 3   3 + 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /term-plans/{term_plan_id}/revise              + + 4   +   3 3   + + 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /term-plans/{term_plan_id}/void                + 3 4   +   3 3   + 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /commitments                                   + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /commitments.{suffix}                          + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /commitments/templates                         + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
POST   /commitments/from-template                     + + 4   +   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /commitments                                   + + 4   +   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /commitments/{commitment_id}                   + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PATCH  /commitments/{commitment_id}                   + + 4   +   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /commitments/{commitment_id}/void              + + 4   +   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
"""
