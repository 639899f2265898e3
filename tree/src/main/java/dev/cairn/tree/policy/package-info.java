/** Which logs to trust, and which witnesses must have cosigned (C2SP tlog-policy). */
@NullMarked
package dev.cairn.tree.policy;

import org.jspecify.annotations.NullMarked;
