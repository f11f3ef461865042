"""Who may call what of the sandbox: lines of the authorisation table, in its columns.

It is for systems that practise alone; they are in no column, because all they see is their own (test_sandbox).
"""

SANDBOX_TABLE = """
#                                                     s r t   l   s o   h r t   c p t   f h a   a t   0 s r c i t
GET    /sandbox                                       3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /sandbox/scenarios/{scenario}/next             3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /sandbox/reset                                 3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
"""
