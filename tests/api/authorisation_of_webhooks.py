"""Who may call what of webhooks: lines of the authorisation table, in its columns.

The subscription is that of the province's system that reads changes; the third province has one that may, too.
"""

WEBHOOK_TABLE = """
#                                                     s r t   l   s o   h r t   c p t   f h a   a t   0 s r c i t
GET    /webhooks                                      3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + +   3 3 3 + 3 +
GET    /webhooks.{suffix}                             3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + +   3 3 3 + 3 +
POST   /webhooks                                      3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 2   3 3 3 + 3 +
GET    /webhooks/{webhook_id}                         3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + 4   3 3 3 + 3 4
PATCH  /webhooks/{webhook_id}                         3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 + 3 4
GET    /webhooks/{webhook_id}/deliveries              3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + 4   3 3 3 + 3 4
GET    /webhooks/{webhook_id}/deliveries.{suffix}     3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + 4   3 3 3 + 3 4
POST   /webhooks/{webhook_id}/test                    3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 + 3 4
POST   /webhooks/{webhook_id}/pause                   3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 + 3 4
POST   /webhooks/{webhook_id}/resume                  3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 + 3 4
POST   /webhooks/{webhook_id}/replay                  3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 + 3 4
POST   /webhooks/{webhook_id}/rotate                  3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 + 3 4
POST   /webhooks/{webhook_id}/void                    3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 + 3 4
"""
