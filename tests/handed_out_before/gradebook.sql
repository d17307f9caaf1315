BEGIN TRANSACTION;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
INSERT INTO "alembic_version" VALUES('e43177bfe90b');
CREATE TABLE assignment (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	duedate DATETIME, 
	course_id VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name), 
	FOREIGN KEY(course_id) REFERENCES course (id)
);
INSERT INTO "assignment" VALUES('cd4519cc4f6040ea8dfc0b7ea29347e6','ch01_introduction',NULL,'mlsys');
CREATE TABLE base_cell (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	notebook_id VARCHAR(32) NOT NULL, 
	type VARCHAR(50), 
	PRIMARY KEY (id), 
	UNIQUE (name, notebook_id, type), 
	FOREIGN KEY(notebook_id) REFERENCES notebook (id)
);
INSERT INTO "base_cell" VALUES('926dbed8a5ef4de7a0c4cb102a63905b','test_training_days','9d3cebb0640d4c3da675827243b0e330','GradeCell');
INSERT INTO "base_cell" VALUES('7091800d4d6d4812a303962fdfe9b918','test_days_saved','9d3cebb0640d4c3da675827243b0e330','GradeCell');
INSERT INTO "base_cell" VALUES('f7828b293a91488c9581d2963bcd61b5','test_gpus_for_deadline','9d3cebb0640d4c3da675827243b0e330','GradeCell');
INSERT INTO "base_cell" VALUES('867527edc9264de5aca1c6050c855fcd','test_which_are_times','9d3cebb0640d4c3da675827243b0e330','GradeCell');
INSERT INTO "base_cell" VALUES('ad4003a974ba4869bce22c8e83a10169','test_iron_law','9d3cebb0640d4c3da675827243b0e330','GradeCell');
INSERT INTO "base_cell" VALUES('190a94dc1fc04f74b816dfc344c28928','test_pipelined_total','9d3cebb0640d4c3da675827243b0e330','GradeCell');
INSERT INTO "base_cell" VALUES('f71d0302fb9d4b1db1f08c51c7ce38be','test_training_days_plot','9d3cebb0640d4c3da675827243b0e330','GradeCell');
INSERT INTO "base_cell" VALUES('fd9bedd523d146faa8b3c4b5d75a2e21','test_model_flop_utilisation','9d3cebb0640d4c3da675827243b0e330','GradeCell');
INSERT INTO "base_cell" VALUES('c0c5b39780da4d7a8c8e5a8ba1348ed1','test_training_claims','9d3cebb0640d4c3da675827243b0e330','GradeCell');
INSERT INTO "base_cell" VALUES('97625877ab7e4f2a8c2d95796ace1360','explain_utilisation','9d3cebb0640d4c3da675827243b0e330','GradeCell');
INSERT INTO "base_cell" VALUES('594cbd4ddb48488a96014d2f392f1bcc','training_days','9d3cebb0640d4c3da675827243b0e330','SolutionCell');
INSERT INTO "base_cell" VALUES('c7e4d8782df44aad8fc1ff1308a18cf5','days_saved','9d3cebb0640d4c3da675827243b0e330','SolutionCell');
INSERT INTO "base_cell" VALUES('d4be671cd0844924b0ec732ae82b71c6','gpus_for_deadline','9d3cebb0640d4c3da675827243b0e330','SolutionCell');
INSERT INTO "base_cell" VALUES('e6c328039a6f4e4aa69cd6b422ee8b66','which_are_times','9d3cebb0640d4c3da675827243b0e330','SolutionCell');
INSERT INTO "base_cell" VALUES('ce650f2fe08c45ee9e7a5b392751dd9d','iron_law','9d3cebb0640d4c3da675827243b0e330','SolutionCell');
INSERT INTO "base_cell" VALUES('789d28bbe8ce4d2e85a72a1b4234409d','pipelined_total','9d3cebb0640d4c3da675827243b0e330','SolutionCell');
INSERT INTO "base_cell" VALUES('e4eb9a2fd88049b8b00dcbc687925cfb','training_days_plot','9d3cebb0640d4c3da675827243b0e330','SolutionCell');
INSERT INTO "base_cell" VALUES('dd0dac149f0b4620a1d775e4f9cf1c95','model_flop_utilisation','9d3cebb0640d4c3da675827243b0e330','SolutionCell');
INSERT INTO "base_cell" VALUES('dcc25c0d58554042b5b9e9e1532679b6','training_claims','9d3cebb0640d4c3da675827243b0e330','SolutionCell');
INSERT INTO "base_cell" VALUES('864d92b3d0004fd8936d5e066cc90a85','explain_utilisation','9d3cebb0640d4c3da675827243b0e330','SolutionCell');
CREATE TABLE comment (
	id VARCHAR(32) NOT NULL, 
	notebook_id VARCHAR(32), 
	cell_id VARCHAR(32), 
	auto_comment TEXT, 
	manual_comment TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (cell_id, notebook_id), 
	FOREIGN KEY(notebook_id) REFERENCES submitted_notebook (id), 
	FOREIGN KEY(cell_id) REFERENCES base_cell (id)
);
INSERT INTO "comment" VALUES('92bf716217004612b6dbb3aaa62038f4','d5ba5818211f4c7d81a07100e04b9d04','594cbd4ddb48488a96014d2f392f1bcc',NULL,NULL);
INSERT INTO "comment" VALUES('b91857c05bd04dc195bbaffb9d9be7df','d5ba5818211f4c7d81a07100e04b9d04','c7e4d8782df44aad8fc1ff1308a18cf5',NULL,NULL);
INSERT INTO "comment" VALUES('b38577cb6aad4bf3918e33378d0dd271','d5ba5818211f4c7d81a07100e04b9d04','d4be671cd0844924b0ec732ae82b71c6',NULL,NULL);
INSERT INTO "comment" VALUES('e001acdc1bca4ef78d5a0dfe856746de','d5ba5818211f4c7d81a07100e04b9d04','e6c328039a6f4e4aa69cd6b422ee8b66',NULL,NULL);
INSERT INTO "comment" VALUES('e5bc5315af3d4b89b75ca747109e0c8f','d5ba5818211f4c7d81a07100e04b9d04','ce650f2fe08c45ee9e7a5b392751dd9d',NULL,NULL);
INSERT INTO "comment" VALUES('4b65169b15184e7f8f1ac551e89c927a','d5ba5818211f4c7d81a07100e04b9d04','789d28bbe8ce4d2e85a72a1b4234409d',NULL,NULL);
INSERT INTO "comment" VALUES('891e604530084e1b98afc88f5651d39e','d5ba5818211f4c7d81a07100e04b9d04','e4eb9a2fd88049b8b00dcbc687925cfb',NULL,NULL);
INSERT INTO "comment" VALUES('1f6aceeb6aff4ad38abe0f5cbb422a00','d5ba5818211f4c7d81a07100e04b9d04','dd0dac149f0b4620a1d775e4f9cf1c95',NULL,NULL);
INSERT INTO "comment" VALUES('f311e31272784e1b9749d9ccb2417b09','d5ba5818211f4c7d81a07100e04b9d04','dcc25c0d58554042b5b9e9e1532679b6',NULL,NULL);
INSERT INTO "comment" VALUES('f7e2f008db3846d0aad523e6c4c0cada','d5ba5818211f4c7d81a07100e04b9d04','864d92b3d0004fd8936d5e066cc90a85',NULL,'Says why, but not by how much.');
CREATE TABLE course (
	id VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (id)
);
INSERT INTO "course" VALUES('mlsys');
INSERT INTO "course" VALUES('default_course');
CREATE TABLE grade (
	id VARCHAR(32) NOT NULL, 
	notebook_id VARCHAR(32), 
	cell_id VARCHAR(32), 
	auto_score FLOAT, 
	manual_score FLOAT, 
	extra_credit FLOAT, 
	needs_manual_grade BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (cell_id, notebook_id), 
	FOREIGN KEY(notebook_id) REFERENCES submitted_notebook (id), 
	FOREIGN KEY(cell_id) REFERENCES base_cell (id)
);
INSERT INTO "grade" VALUES('dcdeffca7281458ca7309c0f31995e03','d5ba5818211f4c7d81a07100e04b9d04','926dbed8a5ef4de7a0c4cb102a63905b',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('dc443dd822ad44c6a303a3955cf165df','d5ba5818211f4c7d81a07100e04b9d04','7091800d4d6d4812a303962fdfe9b918',2.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('a180acfb06544b81a0a486bd553a8e79','d5ba5818211f4c7d81a07100e04b9d04','f7828b293a91488c9581d2963bcd61b5',2.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('6d3e2a7443a146b8b02c7c3f3efd536c','d5ba5818211f4c7d81a07100e04b9d04','867527edc9264de5aca1c6050c855fcd',2.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('c0115db29cbc474387ac995b8698fa7f','d5ba5818211f4c7d81a07100e04b9d04','ad4003a974ba4869bce22c8e83a10169',3.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('982b1a5bacf34a67abc98c6d93c8c5d3','d5ba5818211f4c7d81a07100e04b9d04','190a94dc1fc04f74b816dfc344c28928',2.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('7a75c3b4e2f348dea101c64672a80b7f','d5ba5818211f4c7d81a07100e04b9d04','f71d0302fb9d4b1db1f08c51c7ce38be',3.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('c953d47a057041cf95e36d8c20479881','d5ba5818211f4c7d81a07100e04b9d04','fd9bedd523d146faa8b3c4b5d75a2e21',2.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('0e5ea3b0cb174b47b0938e7931b58bc2','d5ba5818211f4c7d81a07100e04b9d04','c0c5b39780da4d7a8c8e5a8ba1348ed1',3.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('6ea210e1e8da492e93ecc9f353334ee1','d5ba5818211f4c7d81a07100e04b9d04','97625877ab7e4f2a8c2d95796ace1360',NULL,2.5,NULL,0);
CREATE TABLE grade_cells (
	id VARCHAR(32) NOT NULL, 
	max_score FLOAT NOT NULL, 
	cell_type VARCHAR(8) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(id) REFERENCES base_cell (id)
);
INSERT INTO "grade_cells" VALUES('926dbed8a5ef4de7a0c4cb102a63905b',2.0,'code');
INSERT INTO "grade_cells" VALUES('7091800d4d6d4812a303962fdfe9b918',2.0,'code');
INSERT INTO "grade_cells" VALUES('f7828b293a91488c9581d2963bcd61b5',2.0,'code');
INSERT INTO "grade_cells" VALUES('867527edc9264de5aca1c6050c855fcd',2.0,'code');
INSERT INTO "grade_cells" VALUES('ad4003a974ba4869bce22c8e83a10169',3.0,'code');
INSERT INTO "grade_cells" VALUES('190a94dc1fc04f74b816dfc344c28928',2.0,'code');
INSERT INTO "grade_cells" VALUES('f71d0302fb9d4b1db1f08c51c7ce38be',3.0,'code');
INSERT INTO "grade_cells" VALUES('fd9bedd523d146faa8b3c4b5d75a2e21',2.0,'code');
INSERT INTO "grade_cells" VALUES('c0c5b39780da4d7a8c8e5a8ba1348ed1',3.0,'code');
INSERT INTO "grade_cells" VALUES('97625877ab7e4f2a8c2d95796ace1360',3.0,'markdown');
CREATE TABLE notebook (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	assignment_id VARCHAR(32), 
	kernelspec VARCHAR(1024), 
	PRIMARY KEY (id), 
	UNIQUE (name, assignment_id), 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id)
);
INSERT INTO "notebook" VALUES('9d3cebb0640d4c3da675827243b0e330','06_iron_law_exercises','cd4519cc4f6040ea8dfc0b7ea29347e6','{"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}');
CREATE TABLE solution_cells (
	id VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(id) REFERENCES base_cell (id)
);
INSERT INTO "solution_cells" VALUES('594cbd4ddb48488a96014d2f392f1bcc');
INSERT INTO "solution_cells" VALUES('c7e4d8782df44aad8fc1ff1308a18cf5');
INSERT INTO "solution_cells" VALUES('d4be671cd0844924b0ec732ae82b71c6');
INSERT INTO "solution_cells" VALUES('e6c328039a6f4e4aa69cd6b422ee8b66');
INSERT INTO "solution_cells" VALUES('ce650f2fe08c45ee9e7a5b392751dd9d');
INSERT INTO "solution_cells" VALUES('789d28bbe8ce4d2e85a72a1b4234409d');
INSERT INTO "solution_cells" VALUES('e4eb9a2fd88049b8b00dcbc687925cfb');
INSERT INTO "solution_cells" VALUES('dd0dac149f0b4620a1d775e4f9cf1c95');
INSERT INTO "solution_cells" VALUES('dcc25c0d58554042b5b9e9e1532679b6');
INSERT INTO "solution_cells" VALUES('864d92b3d0004fd8936d5e066cc90a85');
CREATE TABLE source_cell (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	cell_type VARCHAR(8) NOT NULL, 
	locked BOOLEAN NOT NULL, 
	source TEXT, 
	checksum VARCHAR(128), 
	notebook_id VARCHAR(32), 
	PRIMARY KEY (id), 
	UNIQUE (name, notebook_id), 
	FOREIGN KEY(notebook_id) REFERENCES notebook (id)
);
INSERT INTO "source_cell" VALUES('3af9b530579345a68bce0552958484cf','imports_iron_law','code',1,'import matplotlib.pyplot as plt
import numpy as np

from mlsys_course import Q_, check, constants, scenario, ureg','4112f74df1a648ec244a26a062c4d1c5','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('9f6436f5259540f883d77192b12e4bdb','numbers_iron_law','code',1,'q = scenario("iron_law")
q','d06e5105cbda463b0dd54fe15f39d654','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('88780043660b4c679719080215e614b6','training_days','code',0,'training_days = ...
# YOUR CODE HERE','a983c2bbe7f1605e6a654bcce45bb638','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('e8cdba94733d4643b30662a36e740877','test_training_days','code',1,'check("training_days", training_days)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("training_days", training_days)
### END HIDDEN TESTS','e7f3c81c45cf82674099837a589a185e','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('f4a105a685d94f9c887898c31d520cf5','days_saved','code',0,'days_saved = ...
# YOUR CODE HERE','019fa393504f6f165f1145335df209cf','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('79e2c0e8c28f453e83daa6153ce4acee','test_days_saved','code',1,'check("days_saved", days_saved)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("days_saved", days_saved)
### END HIDDEN TESTS','6cac2a90cff668d2055f943b07df1446','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('8158a12b50f84557a61505ab233a3235','gpus_for_deadline','code',0,'gpus_for_deadline = ...
# YOUR CODE HERE','2fd337798f4d41ca47236e3287b92baf','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('13386a3ef08d49edb47661e97bef8666','test_gpus_for_deadline','code',1,'check("gpus_for_deadline", gpus_for_deadline)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("gpus_for_deadline", gpus_for_deadline)
### END HIDDEN TESTS','3c9a0c6100dfa73d229eeb6dc7b2e83c','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('6e66ba598e5a4127a73a741673447fe2','which_are_times','code',0,'which_are_times = {
    "data/bandwidth": ...,
    "ops/peak": ...,
    "ops/bandwidth": ...,
    "data/peak": ...,
    "data+ops": ...,
    "data/bandwidth+latency": ...,
    "ops/(peak*eta)+data/bandwidth": ...,
    "power/energy": ...,
}
# YOUR CODE HERE','3395653d0f3eb6a2f357dba1ee8d6991','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('e49ebd9087414b2faaa5f0d34bc5e10d','test_which_are_times','code',1,'check("which_are_times", which_are_times)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("which_are_times", which_are_times)
### END HIDDEN TESTS','9b6a2f71f549a47c8473c3a16e5d3b2b','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('760a7dc585ab427587d444a496b6497d','iron_law','code',0,'def iron_law(data, bandwidth, ops, peak, eta, latency):
    """Return the total time by the additive Iron Law."""
    # YOUR CODE HERE
    return ...','9b7c71d31b4ac464fa588d5e409c0b22','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('dc4d2f9ee90043e8a0e590e5ccbb34e6','test_iron_law','code',1,'check("iron_law", iron_law)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("iron_law", iron_law)
### END HIDDEN TESTS','cf7fc2139bcee4461dda88109f887ef8','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('7ac4d3d00a4b40ebb37104cb2e656f23','numbers_one_step','code',1,'step = scenario("iron_law_terms")
step','42fefe0ed94f4e8c56db1fc1146881ea','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('82f0f65711554b7a879dc34db29a3dbf','pipelined_total','code',0,'pipelined_total = ...
# YOUR CODE HERE','ad52a9da54ad6004a8b7bd1c97dc2b89','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('3fe077388335461493a73feafe0322ed','test_pipelined_total','code',1,'check("pipelined_total", pipelined_total)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("pipelined_total", pipelined_total)
### END HIDDEN TESTS','9659759718885faae13bb62e59229f8c','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('07cb6e02b1fd4ff0a0fb16da3cb365fb','numbers_plot','code',1,'gpu_counts = 2 ** np.arange(6, 15)  # literal: the range of the plot, 64 to 16,384
efficiencies = (0.3, 0.45, 0.6)  # literal: the lines of the plot
days_on_one_gpu = constants.GPT3_TRAINING_OPS / constants.A100_FLOPS_FP16_TENSOR','c5b2b3105bfd6f7131a09a430d7052d6','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('ae6b72e1a5f7441f9c1343f23ff386e4','training_days_plot','code',0,'training_days_plot = ...
# YOUR CODE HERE','c5dbff7862b542417b46d6a756e71fee','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('f925f62503ea40769dc75440edd0b0ac','test_training_days_plot','code',1,'check("training_days_plot", training_days_plot)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("training_days_plot", training_days_plot)
### END HIDDEN TESTS','862986eaff33d5c8ec95a0f8034a0a5f','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('91376feac7de44c18e849d08dd098523','numbers_published_run','code',1,'run = scenario("recomputation")
run','afd3a3aa8a87e44140fe19653eae1a8b','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('05486a4aa2794e8096ecba9860213703','model_flop_utilisation','code',0,'model_flop_utilisation = ...
# YOUR CODE HERE','812c625d4ef336d5db0e3686d321158d','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('55a18735f8784c32b462b05d17aa7bd6','test_model_flop_utilisation','code',1,'check("model_flop_utilisation", model_flop_utilisation)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("model_flop_utilisation", model_flop_utilisation)
### END HIDDEN TESTS','a12e41b4d74df86423e9f565eae73917','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('1292eb0cf93c480e9e061f55c8156f4e','numbers_claims','code',1,'low, high = 0.45, 0.60  # literal: the chapter''s two efficiencies','b388d7878f36e9de12f3e2d6b769d970','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('2707318b4aef4533965e0a4b7e06a30f','training_claims','code',0,'training_claims = {
    "days_25": ...,
    "saves_less_than_6": ...,
    "quarter_saved": ...,
    "thousands_of_mwh": ...,
}
# YOUR CODE HERE','aaf502369da737bb3a041f27e657121e','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('eef58347b37040d28d6cc174e1a96d9e','test_training_claims','code',1,'check("training_claims", training_claims)
### BEGIN HIDDEN TESTS
from autograder import grade
grade("training_claims", training_claims)
### END HIDDEN TESTS','330ff34b2e06c6183cdd9aa79540418f','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('ac8b16cc211e4cc08784d973420f47e3','ask_utilisation','markdown',1,'## 10. Explain

The book computes the training time with an efficiency that was measured as *hardware* utilisation,
and counts six operations per parameter and token. In two to four sentences: why does the published
run take longer than the book''s figure, although hardware and utilisation are the same? Use your
result of question 8. A person reads this answer.

### BEGIN MARK SCHEME
1 point: hardware utilisation counts recomputed activations (about 8 operations per parameter and
token), model utilisation only the model''s own work (6).
1 point: the same hardware utilisation therefore gives a lower model utilisation, by 6/8, and the
run takes 8/6 of the time.
1 point: the learner''s own figure of question 8 is used and compared with the book''s efficiency.
### END MARK SCHEME','ca062648e2651785d83913a10b261588','9d3cebb0640d4c3da675827243b0e330');
INSERT INTO "source_cell" VALUES('b88b7b93b4624440878a5fecaea8d936','explain_utilisation','markdown',0,'YOUR ANSWER HERE','db62b91fc518e24a9f623970a2b491b3','9d3cebb0640d4c3da675827243b0e330');
CREATE TABLE student (
	id VARCHAR(128) NOT NULL, 
	first_name VARCHAR(128), 
	last_name VARCHAR(128), 
	email VARCHAR(128), 
	lms_user_id VARCHAR(128), 
	PRIMARY KEY (id)
);
INSERT INTO "student" VALUES('ada',NULL,NULL,NULL,NULL);
CREATE TABLE submitted_assignment (
	id VARCHAR(32) NOT NULL, 
	assignment_id VARCHAR(32), 
	student_id VARCHAR(128), 
	timestamp DATETIME, 
	extension DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (assignment_id, student_id), 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	FOREIGN KEY(student_id) REFERENCES student (id)
);
INSERT INTO "submitted_assignment" VALUES('0325664784b54665b4f1fd5ae040e80f','cd4519cc4f6040ea8dfc0b7ea29347e6','ada',NULL,NULL);
CREATE TABLE submitted_notebook (
	id VARCHAR(32) NOT NULL, 
	assignment_id VARCHAR(32), 
	notebook_id VARCHAR(32), 
	flagged BOOLEAN, 
	late_submission_penalty FLOAT, 
	PRIMARY KEY (id), 
	UNIQUE (notebook_id, assignment_id), 
	FOREIGN KEY(assignment_id) REFERENCES submitted_assignment (id), 
	FOREIGN KEY(notebook_id) REFERENCES notebook (id)
);
INSERT INTO "submitted_notebook" VALUES('d5ba5818211f4c7d81a07100e04b9d04','0325664784b54665b4f1fd5ae040e80f','9d3cebb0640d4c3da675827243b0e330',0,NULL);
CREATE TABLE task_cells (
	id VARCHAR(32) NOT NULL, 
	max_score FLOAT NOT NULL, 
	cell_type VARCHAR(8) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(id) REFERENCES base_cell (id)
);
COMMIT;
