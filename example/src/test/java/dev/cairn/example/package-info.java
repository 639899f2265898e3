@NullMarked
package dev.cairn.example;

import org.jspecify.annotations.NullMarked;
