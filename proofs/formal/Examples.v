(* Values worked out in the paper or by hand, computed by Coq's kernel: slices, k*, memory round by round,
   flow times, makespans.  They show that the definitions say what they should; nothing rests on them. *)

From Coq Require Import ZArith List Bool.
From RatioLab Require Import Sums Model Checker Peak Pipeline Slices Gsa Gba Mcsf RealFactors.
Import ListNotations.
Open Scope Z_scope.

Definition same : nat -> list nat -> list nat := fun _ l => l.
Definition span (l : list attempt) : Z := fold_right (fun a m => Z.max (finish a) m) 0 l.
Definition trap_first := Inst 96 256 (repeat 160 6 ++ repeat 1 194).
Definition trap_last := Inst 96 256 (repeat 1 194 ++ repeat 160 6).

Example slices_trap : slices 2 1 160 7 = [1; 2; 5; 10; 20; 40; 80; 160].
Proof. vm_compute. reflexivity. Qed.
Example kstar_trap : map (fun t => kstar t 96 256) (slices 2 1 160 7) = [2; 2; 2; 2; 2; 2; 1; 1].
Proof. vm_compute. reflexivity. Qed.
Example trap_18542 : flow_time trap_first (gsa2 trap_first same) = 18542.
Proof. vm_compute. reflexivity. Qed.
Example trap_17960 : flow_time trap_last (gsa2 trap_last same) = 17960.
Proof. vm_compute. reflexivity. Qed.
Example trap_1809 : span (gsa2 trap_first same) = 1809.
Proof. vm_compute. reflexivity. Qed.
Example peak_254 : kstar 16 0 256 = 29 /\ peak 29 16 0 = 254.
Proof. vm_compute. split; reflexivity. Qed.
Example kstar_5 : kstar 5 0 15 = 5 /\ (2 * 15 - 5 + 1) / (2 * 0 + 5 + 1) = 4.
Proof. vm_compute. split; reflexivity. Qed.

(* fifteen identical jobs: SPS 180, by round 1 3 6 10 15 ... 15 14 12 9 5 *)
Definition ident := Inst 0 15 (repeat 5 15).
Definition ident_sps := sps (len ident) 5 5 0 0 (seq 0 15).
Example ident_ok : check ident ident_sps = true /\ flow_time ident ident_sps = 180.
Proof. vm_compute. split; reflexivity. Qed.
Example ident_rounds :
  map (fun t => usage 0 ident_sps (Z.of_nat t)) (seq 0 20) =
  [1; 3; 6; 10; 15; 15; 15; 15; 15; 15; 15; 15; 15; 15; 15; 14; 12; 9; 5; 0].
Proof. vm_compute. reflexivity. Qed.
(* the checker notices a budget one slot smaller *)
Example ident_tight : check (Inst 0 14 (repeat 5 15)) ident_sps = false.
Proof. vm_compute. reflexivity. Qed.
(* MC-SF and GBA *)
Definition fig3 := Inst 0 256 (repeat 16 200).
Example ident_mcsf : flow_time ident (mcsf ident (seq 0 15)) = 225.
Proof. vm_compute. reflexivity. Qed.
Example fig3_mcsf : flow_time fig3 (mcsf fig3 (seq 0 200)) = 21632 /\ span (mcsf fig3 (seq 0 200)) = 208.
Proof. vm_compute. split; reflexivity. Qed.
Example fig3_gba : flow_time fig3 (gba 2 1 8 fig3 same) = 14083 /\ span (gba 2 1 8 fig3 same) = 125.
Proof. vm_compute. split; reflexivity. Qed.
Definition level (a b W : Z) : nat :=
  Z.to_nat (fold_right (fun j m => if (a ^ Z.of_nat j <=? W * b ^ Z.of_nat j) then Z.max (Z.of_nat j) m else m)
    0 (seq 0 60)).
Example fig3_gba_4_3 : flow_time fig3 (gba 4 3 (level 4 3 256) fig3 same) = 18858.
Proof. vm_compute. reflexivity. Qed.
Example fig3_gba_3_2 : flow_time fig3 (gba 3 2 (level 3 2 256) fig3 same) = 23100.
Proof. vm_compute. reflexivity. Qed.
(* a run with kills, checked *)
Example trap_checked : check trap_first (gsa2 trap_first same) = true.
Proof. vm_compute. reflexivity. Qed.

(* alpha = (7 + sqrt 13)/6 *)

Example sqrt13_first : flow_time trap_first (gsa_with slices_160 trap_first same) = 20378.
Proof. vm_compute. reflexivity. Qed.
Example sqrt13_last : flow_time trap_last (gsa_with slices_160 trap_last same) = 19796.
Proof. vm_compute. reflexivity. Qed.
